-- Evidence: one row per approved resolution, on the day of the branch meeting, from which it counts.
select r.record_id, r.unit, r.person, r.matter, r.day
from resolution as r
