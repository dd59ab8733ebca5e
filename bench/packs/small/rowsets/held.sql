-- Evidence: one row per entry, from its day to its end.
select e.record_id, e.unit, e.entered_on as since, e.ended_on as until
from small_entry as e
