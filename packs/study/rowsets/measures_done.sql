-- Evidence: one row per closing.
select k.record_id, k.unit, k.measure, k.closed_on as day
from study_measure_closure as k
