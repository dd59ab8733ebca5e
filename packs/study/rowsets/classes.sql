-- Evidence: one row per class, weighing its participants.
select c.record_id, c.unit, c.sort, c.present as qty, c.opened_on as day
from study_class as c
