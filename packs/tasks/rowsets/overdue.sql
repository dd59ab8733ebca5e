-- Evidence: one row per task that outlasts its due day, from the day after until it is closed or withdrawn.
with closing as (
  select k.task, min(k.closed_on) as closed_on
  from tasks_task_closure as k
  group by k.task
),
life as (
  select t.record_id, t.unit, t.set_on, t.overdue_on, t.ended_on,
    case when c.closed_on is not null and (t.ended_on is null or c.closed_on < t.ended_on) then c.closed_on end as closed_on
  from tasks_task as t
  left join closing as c on c.task = t.record_id
)
select l.record_id, l.unit, l.overdue_on as since, coalesce(l.closed_on, l.ended_on) as until
from life as l
where coalesce(l.closed_on, l.ended_on) is null or coalesce(l.closed_on, l.ended_on) > l.overdue_on
