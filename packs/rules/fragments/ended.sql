-- The first day on which an instrument no longer holds: abolished, or revised by another.
select e.text, min(e.ended_on) as ended_on
from (
  select a.instrument as text, a.abolished_on as ended_on
  from rules_abolition as a
  union all
  select n.revises, n.in_force_on
  from rules_instrument as n
  where n.revises is not null
) as e
group by e.text
