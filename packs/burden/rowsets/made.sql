-- Evidence: one row per request.
select r.record_id, r.unit, r.record_id as request, r.asked_by, r.form, r.every, r.asked_on as day
from burden_request as r
