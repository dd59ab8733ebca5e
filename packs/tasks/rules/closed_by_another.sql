-- Violations: a task closed by somebody who owns it on that day.
select o.record_id, c.person, c.closed_on
from candidate as c
join tasks_owner as o on o.task = c.task
where o.person = c.person and o.from_on <= c.closed_on and (o.ended_on is null or o.ended_on > c.closed_on)
