-- Evidence: one row per project closed.
select p.record_id, p.unit, p.ended_on as day
from projects_project as p
where p.ended_on is not null
