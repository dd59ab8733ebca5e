-- Evidence: one row per event.
select e.record_id, e.unit, e.form, e.attended as qty, e.held_on as day
from integrity_education as e
