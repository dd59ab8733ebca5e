-- Evidence: one row per day and sort, on its day.
select x.record_id, x.unit, x.sort, x.items as qty, x.received_on as day
from road_thanks as x
