-- Evidence: one row per convoy, on its day.
select x.record_id, x.unit, x.direction, x.vehicles as qty, x.left_on as day
from road_release as x
