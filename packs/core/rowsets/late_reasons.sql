-- Evidence: one row per reason given, on the day it was given.
select r.record_id, r.unit, r.cadence, r.due_on, r.given_on as day
from core_late_reason as r
