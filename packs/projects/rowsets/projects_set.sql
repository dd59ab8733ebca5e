-- Evidence: one row per project, on the day it was set up.
select p.record_id, p.unit, p.sort, p.set_on as day
from projects_project as p
