-- Violations: a closing recorded by another organisation than the one whose list the task stands on.
select t.record_id, t.unit
from candidate as c
join tasks_task as t on t.record_id = c.task
where t.unit <> c.unit
