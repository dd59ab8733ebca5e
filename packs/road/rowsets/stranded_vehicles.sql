-- Evidence: one row per snapshot, on its day.
select x.record_id, x.unit, x.vehicles as qty, x.taken_on as day
from road_snapshot as x
