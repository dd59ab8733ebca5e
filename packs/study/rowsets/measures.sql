-- Evidence: one row per measure while it is open, and one from its closing on.
with closing as (
  select k.measure, min(k.closed_on) as closed_on
  from study_measure_closure as k
  group by k.measure
)
select m.record_id, m.unit, 'open' as state, m.set_on as since, c.closed_on as until
from study_measure as m
left join closing as c on c.measure = m.record_id
where c.closed_on is null or c.closed_on > m.set_on
union all
select m.record_id, m.unit, 'closed', case when c.closed_on > m.set_on then c.closed_on else m.set_on end, null
from study_measure as m
join closing as c on c.measure = m.record_id
