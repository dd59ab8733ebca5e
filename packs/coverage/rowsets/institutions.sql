-- Evidence: one row per school or hospital, while it is in scope.
select i.record_id, i.unit, i.sort, i.from_on as since, i.ended_on as until
from coverage_institution as i
