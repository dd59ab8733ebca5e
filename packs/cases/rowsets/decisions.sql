-- Evidence: one row per decision.
select d.record_id, d.unit, d.record_id as decision, d.decided_on as day
from cases_decision as d
