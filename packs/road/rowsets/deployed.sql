-- Evidence: one row per shift, on its day.
select x.record_id, x.unit, x.mission, x.officers + x.auxiliaries as qty, x.worked_on as day
from road_shift as x
