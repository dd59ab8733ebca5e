-- Violations: an approval of a vote at which no more than half of those due were present.
select v.held_on, v.present, v.due
from candidate as c
join members_vote as v on v.person = c.person and v.matter = c.matter
where c.conclusion = 'approved'
  and v.held_on = (
    select max(b.held_on) from members_vote as b
    where b.person = c.person and b.matter = c.matter and b.held_on <= c.approved_on)
  and 2 * v.present <= v.due
