-- Violations: an approval of something on which the branch has not voted by that day.
select c.approved_on
from candidate as c
where c.conclusion = 'approved'
  and not exists (
    select v.record_id from members_vote as v where v.person = c.person and v.matter = c.matter and v.held_on <= c.approved_on
  )
