-- Violations: days by which more was handed down than appropriated.
with handed as (
  select c.appropriation, d.day,
    (select sum(a.qty) from allocated as a where a.appropriation = c.appropriation and a.day <= d.day) as given,
    (select sum(p.amount) from projects_appropriation as p where p.record_id = c.appropriation) as approved
  from candidate as c
  cross join as_at as d
)
select h.day, h.given - h.approved as excess
from handed as h
