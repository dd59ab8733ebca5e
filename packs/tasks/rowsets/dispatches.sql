-- Evidence: one row per organisation and meeting that dispatched its tasks: the one that held it, and each that it was held for.
select d.record_id, d.unit, d.held_on as day
from tasks_meeting__duties as d
where d.duty = 'dispatch'
union all
select d.record_id, p.partner, d.held_on
from tasks_meeting__duties as d
join tasks_meeting__partners as p on p.record_id = d.record_id
where d.duty = 'dispatch'
