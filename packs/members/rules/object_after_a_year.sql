-- Violations: a decision before the year that runs from the latest decision on the activist is over.
select a.decided_on as activist_on, a.one_year_on
from candidate as c
join members_activist as a on a.person = c.person
where a.decided_on = (
    select max(b.decided_on) from members_activist as b where b.person = c.person and b.decided_on <= c.decided_on)
  and c.decided_on < a.one_year_on
