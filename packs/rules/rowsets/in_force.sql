-- Evidence: one row per instrument, from the day it came into force until its first end.
with ending as (
  select a.instrument as text, a.abolished_on as ended_on
  from rules_abolition as a
  union all
  select n.revises, n.in_force_on
  from rules_instrument as n
  where n.revises is not null
),
ended as (
  select e.text, min(e.ended_on) as ended_on
  from ending as e
  group by e.text
)
select i.record_id, i.unit, i.record_id as text, i.title as instrument, i.level, i.form, i.in_force_on as since, e.ended_on as until
from rules_instrument as i
left join ended as e on e.text = i.record_id
where e.ended_on is null or e.ended_on > i.in_force_on
