-- Evidence: one row per goal, from the day it is set to its horizon or the day it is given up.
select g.record_id, g.unit, g.set_on as since,
  case when g.ended_on is not null and g.ended_on < g.over_on then g.ended_on else g.over_on end as until
from tasks_goal as g
where g.over_on > g.set_on
