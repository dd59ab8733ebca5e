-- Evidence: one row per session, weighing those present.
select s.record_id, s.unit, s.form, s.present as qty, s.held_on as day
from study_session as s
