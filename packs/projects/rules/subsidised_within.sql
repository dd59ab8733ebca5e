-- Violations: days by which more was given than handed down.
with spent as (
  select c.allocation, d.day,
    (select sum(s.qty) from subsidised as s where s.allocation = c.allocation and s.day <= d.day) as given,
    (select sum(a.amount) from projects_allocation as a where a.record_id = c.allocation) as allowed
  from candidate as c
  cross join as_at as d
)
select s.day, s.given - s.allowed as excess
from spent as s
