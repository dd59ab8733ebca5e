-- Evidence: one row per allotment.
select s.record_id, s.unit, s.body, s.seats as qty, s.allotted_on as day
from congress_seats as s
