-- Evidence: one row per project that outlasts its day, until it is closed.
select p.record_id, p.unit, p.overdue_on as since, p.ended_on as until
from projects_project as p
where p.ended_on is null or p.ended_on > p.overdue_on
