-- Evidence: one row per item asked again, as long as both requests last.
with again as (
  select m.record_id, m.unit, m.item, m.asked_on, m.ended_on, max(coalesce(o.ended_on, '9999-12-31')) as other_until
  from burden_request__items as m
  join burden_request__items as o on o.unit = m.unit and o.item = m.item
    and (o.asked_on < m.asked_on or (o.asked_on = m.asked_on and o.record_id < m.record_id))
    and (o.ended_on is null or o.ended_on > m.asked_on)
  group by m.record_id, m.unit, m.item, m.asked_on, m.ended_on
)
select a.record_id, a.unit, a.item, a.asked_on as since,
  case when a.other_until < coalesce(a.ended_on, '9999-12-31') then a.other_until else a.ended_on end as until
from again as a
