-- Evidence: one row per control point, while it holds.
select x.record_id, x.unit, x.place, x.from_on as since, x.ended_on as until
from road_control_point as x
