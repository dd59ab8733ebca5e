-- Violations: a confirmation without a move by its day.
select c.done_on
from candidate as c
where c.stage = 'confirmed'
  and not exists (
    select s.record_id
    from talent_reunion_step as s
    where s.reunion = c.reunion and s.stage = 'moved' and s.done_on <= c.done_on
  )
