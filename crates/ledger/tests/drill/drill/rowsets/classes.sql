-- Evidence: one row per class, with its hours.
select c.record_id, c.unit, c.hours as qty, c.held_on as day
from drill_class as c
