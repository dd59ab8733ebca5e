-- Evidence: one row per appropriation, weighing its amount.
select a.record_id, a.unit, a.use, a.amount as qty, a.approved_on as day
from projects_appropriation as a
