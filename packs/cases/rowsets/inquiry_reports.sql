-- Evidence: one row per signature.
select r.record_id, r.unit, r.signed_on as day
from cases_interference_report as r
