-- Evidence: one row per normative instrument.
select i.record_id, i.unit, i.record_id as text, i.issued_on as day
from rules_instrument as i
where i.level = 'normative'
