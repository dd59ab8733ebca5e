-- Evidence: one row per stretch gritted, on its day.
select x.record_id, x.unit, x.sand as qty, x.gritted_on as day
from road_gritting as x
