-- Evidence: one row per person found, on that day.
select e.record_id, e.unit, e.record_id as evacuation, e.found_on as day
from road_evacuation as e
