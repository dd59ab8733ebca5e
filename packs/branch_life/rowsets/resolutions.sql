-- Evidence: one row per resolution.
select r.record_id, r.unit, r.decision, r.resolved_on as day
from branch_life_resolution as r
