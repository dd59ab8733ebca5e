-- Evidence: one row per site, on the day it was listed.
select s.record_id, s.unit, s.project, p.sort, s.listed_on as day
from projects_site as s
join projects_project as p on p.record_id = s.project
