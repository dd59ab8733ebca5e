-- Evidence: one row per meeting.
select s.record_id, s.unit, s.form, coalesce(s.speaker, 'none') as speaker, s.held_on as day
from branch_life_session as s
