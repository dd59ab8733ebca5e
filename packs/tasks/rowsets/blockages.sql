-- Evidence: one row per unit that a task waits for, until the way is free.
select b.record_id, b.unit, b.since_on as since, b.ended_on as until
from tasks_blockage as b
