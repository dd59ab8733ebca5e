-- Violations: the measure is neither closed nor withdrawn on the day on which its task was closed.
select d.day, count(*) as excess, c.unit, c.measure, m.step, k.closed_on
from candidate as c
cross join as_at as d
join tasks_measure as m on m.record_id = c.measure
join tasks_task_closure as k on k.task = m.task
where (m.ended_on is null or m.ended_on > k.closed_on)
  and not exists (
    select o.record_id
    from tasks_measure_closure as o
    where o.measure = c.measure and o.closed_on <= k.closed_on
  )
group by d.day, c.unit, c.measure, m.step, k.closed_on
