-- Violations: a vote on the admission of somebody who is no development object by that day.
select c.held_on
from candidate as c
where c.matter = 'admission'
  and not exists (
    select o.record_id from members_object as o where o.person = c.person and o.decided_on <= c.held_on
  )
