-- Evidence: one row per sitting.
select m.record_id, m.unit, m.convening, m.due as qty, m.held_on as day
from congress_meeting as m
