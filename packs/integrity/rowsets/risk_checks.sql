-- Evidence: one row per check.
select k.record_id, k.unit, k.risk_point, k.state, k.checked_on as day
from integrity_risk_check as k
