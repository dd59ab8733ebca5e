-- Evidence: one row per answer from above.
select f.record_id, f.unit, f.body, f.action, f.filed_on as day
from congress_filing as f
