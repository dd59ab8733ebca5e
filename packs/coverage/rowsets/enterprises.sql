-- Evidence: one row per enterprise, while it is in scope.
select e.record_id, e.unit, e.from_on as since, e.ended_on as until
from coverage_enterprise as e
