-- Evidence: one row per box counted.
select e.record_id, e.unit, e.voters, e.counted_on as day
from tasks_public_evaluation as e
