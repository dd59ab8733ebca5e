-- Evidence: one row per person and check.
select h.record_id, h.unit, h.person, h.checked_on as day
from talent_health_check as h
