-- Violations: a task closed while nobody owns it.
select c.closed_on
from candidate as c
where not exists (
  select o.record_id
  from tasks_owner as o
  where o.task = c.task and o.from_on <= c.closed_on and (o.ended_on is null or o.ended_on > c.closed_on)
)
