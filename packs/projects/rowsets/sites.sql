-- Evidence: one row per site while it is on the list.
select s.record_id, s.unit, s.project, p.sort, s.listed_on as since, s.ended_on as until
from projects_site as s
join projects_project as p on p.record_id = s.project
