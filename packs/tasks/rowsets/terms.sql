-- Evidence: one row per task, on the day it was due, unless it was withdrawn by then; closed in time, late, or not yet.
with closing as (
  select k.task, min(k.closed_on) as closed_on
  from tasks_task_closure as k
  group by k.task
),
life as (
  select t.record_id, t.unit, t.set_on, t.due_on, t.ended_on,
    case when c.closed_on is not null and (t.ended_on is null or c.closed_on < t.ended_on) then c.closed_on end as closed_on
  from tasks_task as t
  left join closing as c on c.task = t.record_id
)
select l.record_id, l.unit,
  case when l.closed_on is null then 'open' when l.closed_on <= l.due_on then 'in_time' else 'late' end as outcome, l.due_on as day
from life as l
where l.ended_on is null or l.ended_on > l.due_on
