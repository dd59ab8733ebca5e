-- Evidence: one row per closing.
select k.record_id, k.unit, k.need, k.closed_on as day
from talks_need_closure as k
