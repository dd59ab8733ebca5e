-- Violations: a vote on an admission while the latest review by that day is missing or was failed.
select c.held_on
from candidate as c
where c.matter = 'admission'
  and not exists (
    select r.record_id
    from members_review as r
    where r.person = c.person and r.conclusion = 'passed'
      and r.concluded_on = (
        select max(b.concluded_on) from members_review as b where b.person = c.person and b.concluded_on <= c.held_on)
  )
