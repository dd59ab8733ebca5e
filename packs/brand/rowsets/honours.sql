-- Evidence: one row per honour, on its day.
select x.record_id, x.unit, x.level, x.granted_on as day
from brand_honour as x
