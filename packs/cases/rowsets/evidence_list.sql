-- Evidence: one row per piece.
select e.record_id, e.unit, e.sort, e.taken_on as day
from cases_evidence as e
