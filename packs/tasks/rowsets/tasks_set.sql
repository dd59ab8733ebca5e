-- Evidence: one row per task, on the day it was set; withdrawn ones too.
select t.record_id, t.unit, t.source, t.set_on as day
from tasks_task as t
