-- Evidence: one row per engagement and contract, on its first day; it names nobody.
select e.record_id, e.unit, e.term_end_on, e.from_on as day
from talent_engagement as e
union all
select c.record_id, c.unit, c.term_end_on, c.from_on
from talent_contract as c
