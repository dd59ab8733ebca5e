-- Evidence: one row per lesson.
select l.record_id, l.unit, l.record_id as lesson,
  case when exists (select r.record_id from integrity_lesson_rule as r where r.lesson = l.record_id) then 'yes' else 'no' end as changed,
  l.drawn_on as day
from integrity_lesson as l
