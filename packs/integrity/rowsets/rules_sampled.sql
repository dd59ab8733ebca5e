-- Evidence: one row per check.
select k.record_id, k.unit, k.sampled as qty, k.checked_on as day
from integrity_rule_check as k
