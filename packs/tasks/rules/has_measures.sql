-- Violations: a task closed without a measure on the list.
select c.closed_on
from candidate as c
where not exists (
  select m.record_id
  from tasks_measure as m
  where m.task = c.task
)
