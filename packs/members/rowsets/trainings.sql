-- Evidence: one row per person and course finished.
select t.record_id, t.unit, t.person, t.course, t.trained_on as day
from members_training as t
