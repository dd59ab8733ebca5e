-- Evidence: one row per engagement and contract ended.
select e.record_id, e.unit, e.ended_on as day
from talent_engagement as e
where e.ended_on is not null
union all
select c.record_id, c.unit, c.ended_on
from talent_contract as c
where c.ended_on is not null
