-- Evidence: one row per section with the altitude of its highest point, while it holds.
select x.record_id, x.unit, x.altitude as qty, x.from_on as since, x.ended_on as until
from road_section as x
