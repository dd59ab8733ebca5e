-- Evidence: one row per hand-over, on its day.
select x.record_id, x.unit, x.receiver, coalesce(x.carried, 0) as qty, x.handed_on as day
from road_handover as x
