-- Evidence: one row per occasion, on its day.
select x.record_id, x.unit, x.matter, x.people as qty, x.helped_on as day
from road_help as x
