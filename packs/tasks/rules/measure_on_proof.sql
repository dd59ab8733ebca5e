-- Violations: a measure closed without a paper, neither here nor in its progress by that day.
select c.closed_on
from candidate as c
where c.document is null
  and not exists (
    select p.record_id
    from tasks_progress as p
    where p.measure = c.measure and p.noted_on <= c.closed_on
  )
