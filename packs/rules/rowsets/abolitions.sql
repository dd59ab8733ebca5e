-- Evidence: one row per abolition.
select a.record_id, a.unit, a.instrument as text, a.cause, a.abolished_on as day
from rules_abolition as a
