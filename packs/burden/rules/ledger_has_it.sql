-- Violations: an item of the request that the ledger has.
select m.item
from candidate as c
join items as m on m.record_id = c.record_id
where m.source = 'ledger'
