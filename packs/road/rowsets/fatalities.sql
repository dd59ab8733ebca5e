-- Evidence: one row per occasion, on its day.
select x.record_id, x.unit, x.cause, x.people as qty, x.happened_on as day
from road_fatality as x
