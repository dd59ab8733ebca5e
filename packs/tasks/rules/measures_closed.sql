-- Violations: each measure of the task that is neither closed nor withdrawn on the day of closing.
select m.record_id, m.step, m.due_on, c.closed_on
from candidate as c
join tasks_measure as m on m.task = c.task
where (m.ended_on is null or m.ended_on > c.closed_on)
  and not exists (
    select k.record_id
    from tasks_measure_closure as k
    where k.measure = m.record_id and k.closed_on <= c.closed_on
  )
