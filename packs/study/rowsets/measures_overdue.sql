-- Evidence: one row per measure that outlasts its day, from the day after until it is closed.
with closing as (
  select k.measure, min(k.closed_on) as closed_on
  from study_measure_closure as k
  group by k.measure
)
select m.record_id, m.unit, m.overdue_on as since, c.closed_on as until
from study_measure as m
left join closing as c on c.measure = m.record_id
where c.closed_on is null or c.closed_on > m.overdue_on
