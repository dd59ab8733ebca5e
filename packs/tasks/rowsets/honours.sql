-- Evidence: one row per honour, on the day it was granted.
select h.record_id, h.unit, h.level, h.granted_on as day
from tasks_honour as h
