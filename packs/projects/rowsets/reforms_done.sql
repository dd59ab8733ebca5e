-- Evidence: one row per completion.
select d.record_id, d.unit, d.reform, d.done_on as day
from projects_reform_done as d
