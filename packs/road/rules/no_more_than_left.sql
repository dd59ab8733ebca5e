-- Violations: clearances of a convoy that add up to more vehicles than left.
with accounted as (
  select c.release, sum(k.vehicles) as vehicles
  from candidate as c
  join road_clearance as k on k.release = c.release
  group by c.release
)
select r.record_id, r.vehicles, a.vehicles as accounted
from accounted as a
join road_release as r on r.record_id = a.release
where a.vehicles > r.vehicles
