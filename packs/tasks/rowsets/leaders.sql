-- Evidence: one row per leader and point, while it lasts.
select l.record_id, l.unit, l.person, l.from_on as since, l.ended_on as until
from tasks_leader as l
