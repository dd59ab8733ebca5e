-- Evidence: one row per remedy.
select r.record_id, r.unit, r.finding, r.remedied_on as day
from integrity_remedy as r
