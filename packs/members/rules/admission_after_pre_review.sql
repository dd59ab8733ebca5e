-- Violations: a vote on an admission while the latest pre-review by that day is missing or was failed.
select c.held_on
from candidate as c
where c.matter = 'admission'
  and not exists (
    select p.record_id
    from members_pre_review as p
    where p.person = c.person and p.conclusion = 'passed'
      and p.replied_on = (
        select max(b.replied_on) from members_pre_review as b where b.person = c.person and b.replied_on <= c.held_on)
  )
