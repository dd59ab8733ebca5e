-- Evidence: one row per issue, on its day.
select x.record_id, x.unit, x.sort, x.made_on as day
from brand_issue as x
