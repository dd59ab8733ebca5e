-- Evidence: one row per measure that outlasts its due day, from the day after until it is closed or withdrawn.
with closing as (
  select k.measure, min(k.closed_on) as closed_on
  from tasks_measure_closure as k
  group by k.measure
),
life as (
  select t.record_id, t.unit, t.set_on, t.overdue_on, t.ended_on,
    case when c.closed_on is not null and (t.ended_on is null or c.closed_on < t.ended_on) then c.closed_on end as closed_on
  from tasks_measure as t
  left join closing as c on c.measure = t.record_id
)
select l.record_id, l.unit, l.overdue_on as since, coalesce(l.closed_on, l.ended_on) as until
from life as l
where coalesce(l.closed_on, l.ended_on) is null or coalesce(l.closed_on, l.ended_on) > l.overdue_on
