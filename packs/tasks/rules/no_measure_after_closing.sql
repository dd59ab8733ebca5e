-- Violations: a measure of a task that has been closed.
select k.record_id, k.closed_on
from candidate as c
join tasks_task_closure as k on k.task = c.task
