-- Evidence: one row per signature.
select a.record_id, a.unit, a.signed_on as day
from talks_analysis as a
where a.span = 'month'
