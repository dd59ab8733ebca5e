-- Evidence: one row per jam, on its day.
select x.record_id, x.unit, x.cause, x.started_on as day
from road_jam as x
