-- Evidence: one row per jam, while it holds.
select x.record_id, x.unit, x.cause, x.started_on as since, x.ended_on as until
from road_jam as x
