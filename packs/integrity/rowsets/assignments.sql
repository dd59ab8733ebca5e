-- Evidence: one row per assignment.
select a.record_id, a.unit, a.record_id as assignment, a.topic, a.answer_on, a.assigned_on as day
from integrity_assignment as a
