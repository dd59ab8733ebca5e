-- Evidence: one row per crash, on its day.
select x.record_id, x.unit, x.cause, x.happened_on as day
from road_crash as x
