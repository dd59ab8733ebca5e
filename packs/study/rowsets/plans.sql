-- Evidence: one row per plan.
select p.record_id, p.unit, p.adopted_on as day
from study_plan as p
