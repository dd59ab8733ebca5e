-- Violations: a vote on the conversion of somebody who has not applied for it by that day.
select c.held_on
from candidate as c
where c.matter = 'conversion'
  and not exists (
    select a.record_id
    from members_application as a
    where a.person = c.person and a.matter = 'conversion' and a.applied_on <= c.held_on
  )
