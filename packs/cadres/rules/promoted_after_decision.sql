-- Violations: a promotion without a motion for the person that was decided on by its day.
select c.decided_on
from candidate as c
where c.change = 'promotion'
  and not exists (
    select s.record_id
    from steps as s
    join cadres_proceeding as p on p.record_id = s.proceeding
    where s.proceeding = c.proceeding and s.stage = 'decision' and s.day <= c.decided_on and p.person = c.person
  )
