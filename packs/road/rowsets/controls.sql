-- Evidence: one row per measure, while it holds.
select x.record_id, x.unit, x.measure, x.cause, x.started_on as since, x.ended_on as until
from road_control as x
