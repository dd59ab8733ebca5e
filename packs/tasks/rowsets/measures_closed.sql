-- Evidence: one row per measure, on the day it was first closed, unless it was withdrawn by then.
with closing as (
  select k.measure, min(k.closed_on) as closed_on
  from tasks_measure_closure as k
  group by k.measure
),
life as (
  select t.record_id, t.unit, t.set_on, t.due_on, t.ended_on,
    case when c.closed_on is not null and (t.ended_on is null or c.closed_on < t.ended_on) then c.closed_on end as closed_on
  from tasks_measure as t
  left join closing as c on c.measure = t.record_id
)
select l.record_id, l.unit, l.closed_on as day
from life as l
where l.closed_on is not null
