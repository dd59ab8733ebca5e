-- Evidence: one row per report that follows another, on its day.
select s.record_id, s.unit, s.follows as report, s.reported_on as day
from road_situation as s
where s.follows is not null
