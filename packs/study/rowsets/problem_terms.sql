-- Evidence: one row per problem, on the day it was raised.
select p.record_id, p.unit, p.record_id as problem, p.answer_on, p.raised_on as day
from study_problem as p
