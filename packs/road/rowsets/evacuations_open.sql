-- Evidence: one row per person, from the day found until handed over; nothing where both is one day.
with handed as (
  select h.evacuation, min(h.handed_on) as handed_on
  from road_handover as h
  group by h.evacuation
)
select e.record_id, e.unit, e.found_on as since, h.handed_on as until
from road_evacuation as e
left join handed as h on h.evacuation = e.record_id
where h.handed_on is null or h.handed_on > e.found_on
