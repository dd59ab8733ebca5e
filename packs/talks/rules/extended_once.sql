-- Violations: each earlier extension of the same need.
select e.record_id, e.approved_on
from candidate as c
join talks_need_extension as e on e.need = c.need
where e.record_id <> c.record_id
