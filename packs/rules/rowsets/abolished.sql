-- Evidence: one row per instrument, from its first end until a text of the same title takes its place.
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
),
again as (
  select n.revises as text, n.title, min(n.in_force_on) as again_on
  from rules_instrument as n
  where n.revises is not null
  group by n.revises, n.title
)
select i.record_id, i.unit, i.record_id as text, i.title as instrument, e.ended_on as since, a.again_on as until
from rules_instrument as i
join ended as e on e.text = i.record_id
left join again as a on a.text = i.record_id and a.title = i.title
where a.again_on is null or a.again_on > e.ended_on
