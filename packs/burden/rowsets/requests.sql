-- Evidence: one row per request, from the day it was made until it was withdrawn.
select r.record_id, r.unit, r.record_id as request, r.title, r.asked_by, r.form, r.every, r.asked_on as since, r.ended_on as until
from burden_request as r
