-- Evidence: one row per measure, on the day it was set.
select m.record_id, m.unit, m.record_id as measure, m.due_on, m.set_on as day
from study_measure as m
