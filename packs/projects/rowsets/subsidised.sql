-- Evidence: one row per subsidy, weighing its amount.
select s.record_id, s.unit, s.allocation, s.amount as qty, s.granted_on as day
from projects_subsidy as s
