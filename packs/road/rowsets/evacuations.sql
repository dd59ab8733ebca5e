-- Evidence: one row per person, on its day.
select x.record_id, x.unit, x.ground, x.found_on as day
from road_evacuation as x
