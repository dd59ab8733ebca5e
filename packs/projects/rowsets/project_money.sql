-- Evidence: one row per allocation that names a project, weighing its amount.
select l.record_id, l.unit, l.project, p.sort, l.amount as qty, l.allocated_on as day
from projects_allocation as l
join projects_project as p on p.record_id = l.project
