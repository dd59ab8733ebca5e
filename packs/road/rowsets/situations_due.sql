-- Evidence: one row per report that is not the last, on its day, with the day of the next.
select s.record_id, s.unit, s.record_id as report, s.next_on, s.reported_on as day
from road_situation as s
where s.next_on is not null
