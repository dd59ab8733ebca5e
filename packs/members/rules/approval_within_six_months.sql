-- Violations: an approval of an admission more than six months after the vote. A conversion knows the three months only.
select v.held_on, v.six_months_on
from candidate as c
join members_vote as v on v.person = c.person and v.matter = c.matter
where c.matter = 'admission' and c.conclusion = 'approved'
  and v.held_on = (
    select max(b.held_on) from members_vote as b
    where b.person = c.person and b.matter = c.matter and b.held_on <= c.approved_on)
  and c.approved_on > v.six_months_on
