-- Evidence: one row per meeting and duty, at the organisation that held it; a joint meeting counts once.
select d.record_id, d.unit, d.duty, d.held_on as day
from tasks_meeting__duties as d
group by d.record_id, d.unit, d.duty, d.held_on
