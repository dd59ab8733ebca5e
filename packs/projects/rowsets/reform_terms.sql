-- Evidence: one row per reform or pilot, on the day it was set.
select r.record_id, r.unit, r.record_id as reform, r.finish_by_on, r.set_on as day
from projects_reform as r
