-- Evidence: one row per measure begun, on its day.
select x.record_id, x.unit, x.measure, x.cause, x.started_on as day
from road_control as x
