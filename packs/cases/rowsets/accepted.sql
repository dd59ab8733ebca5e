-- Evidence: one row per case, on the day it was accepted.
select p.record_id, p.unit, p.record_id as proceeding, p.conduct, p.accepted_on as day
from cases_proceeding as p
