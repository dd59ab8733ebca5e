-- Violations: a vote on an admission more than a year after the latest review.
select r.concluded_on, r.one_year_on
from candidate as c
join members_review as r on r.person = c.person
where c.matter = 'admission'
  and r.concluded_on = (
    select max(b.concluded_on) from members_review as b where b.person = c.person and b.concluded_on <= c.held_on)
  and r.one_year_on < c.held_on
