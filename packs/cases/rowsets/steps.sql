-- Evidence: one row per step.
select s.record_id, s.unit, s.proceeding, s.step, s.done_on as day
from cases_step as s
