-- Evidence: one row per filing.
select f.record_id, f.unit, f.instrument as text, f.filed_on as day
from rules_filing as f
