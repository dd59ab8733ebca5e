-- Evidence: one row per oath taken.
select o.record_id, o.unit, o.person, o.sworn_on as day
from members_oath as o
