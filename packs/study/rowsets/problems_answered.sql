-- Evidence: one row per answer.
select a.record_id, a.unit, a.problem, a.answered_on as day
from study_problem_answer as a
