-- Evidence: one row per instrument, from its first end until a text of the same title takes its place.
with again as (
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
