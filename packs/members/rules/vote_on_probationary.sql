-- Violations: a vote at the end of probation on somebody who is not on probation on that day.
select c.held_on
from candidate as c
where c.matter <> 'admission'
  and not exists (
    select r.record_id
    from roll as r
    where r.person = c.person and r.stage = 'probationary' and r.since <= c.held_on and (r.until is null or r.until > c.held_on)
  )
