-- Evidence: one row per paper, from its receipt until it is withdrawn.
select p.record_id, p.unit, p.sort, p.answer_on, p.received_on as since, p.ended_on as until
from drill_paper as p
