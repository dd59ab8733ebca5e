-- Violations: days by which more was paid than handed down.
with spent as (
  select c.allocation, d.day,
    (select sum(p.qty) from paid as p where p.allocation = c.allocation and p.day <= d.day) as given,
    (select sum(a.amount) from projects_allocation as a where a.record_id = c.allocation) as allowed
  from candidate as c
  cross join as_at as d
)
select s.day, s.given - s.allowed as excess
from spent as s
