-- Evidence: one row per answer.
select s.record_id, s.unit, s.assignment, a.topic, case s.found when 0 then 'none' else 'some' end as answer, s.found as qty, s.answered_on as day
from integrity_self_check as s
join integrity_assignment as a on a.record_id = s.assignment
