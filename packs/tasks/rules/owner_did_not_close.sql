-- Violations: a task that this person closed on the first day of owning it or later.
select k.record_id, k.closed_on
from candidate as c
join tasks_task_closure as k on k.task = c.task
where k.person = c.person and k.closed_on >= c.from_on and (c.ended_on is null or c.ended_on > k.closed_on)
