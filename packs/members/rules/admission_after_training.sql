-- Violations: a vote on the admission of somebody without a course long enough, held by the body that may hold it.
select c.held_on
from candidate as c
where c.matter = 'admission'
  and not exists (
    select t.record_id
    from members_training as t
    where t.person = c.person and t.course = 'object' and t.organiser in ('basic_committee', 'county_department')
      and t.trained_on <= c.held_on and (t.days >= 3 or t.hours >= 24)
  )
