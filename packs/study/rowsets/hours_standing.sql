-- Evidence: one row per person and course, from its end for five years.
select t.record_id, t.unit, t.person, t.hours as qty, t.finished_on as since, t.lapses_on as until
from study_training as t
