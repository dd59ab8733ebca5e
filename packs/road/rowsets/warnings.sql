-- Evidence: one row per warning, on its day.
select x.record_id, x.unit, x.level, x.issued_on as day
from road_warning as x
