-- Evidence: one row per project, from its setting up to its end.
select p.record_id, p.unit, p.sort, p.set_on as since, p.ended_on as until
from projects_project as p
