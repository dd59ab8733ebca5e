-- Evidence: one row per request that is answered once.
select r.record_id, r.unit, r.record_id as request, r.answer_on, r.asked_on as since, r.ended_on as until
from burden_request as r
where r.every = 'once' and r.answer_on is not null
