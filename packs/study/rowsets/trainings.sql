-- Evidence: one row per person and course, weighing its hours.
select t.record_id, t.unit, t.person, t.hours as qty, t.finished_on as day
from study_training as t
