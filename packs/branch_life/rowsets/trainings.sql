-- Evidence: one row per member and course.
select t.record_id, t.unit, t.person, t.course, t.hours as qty, t.trained_on as day
from branch_life_training as t
