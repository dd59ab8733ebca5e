-- Evidence: one row per report.
select s.record_id, s.unit, s.reported_on as day
from road_situation as s
