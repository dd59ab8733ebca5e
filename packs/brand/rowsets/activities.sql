-- Evidence: one row per activity, on its day.
select x.record_id, x.unit, x.sort, coalesce(x.attended, 0) as qty, x.held_on as day
from brand_activity as x
