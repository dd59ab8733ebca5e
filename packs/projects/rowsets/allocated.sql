-- Evidence: one row per allocation, weighing its amount.
select l.record_id, l.unit, l.appropriation, a.use, l.amount as qty, l.allocated_on as day
from projects_allocation as l
join projects_appropriation as a on a.record_id = l.appropriation
