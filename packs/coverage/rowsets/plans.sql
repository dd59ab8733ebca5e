-- Evidence: one row per plan, on the day it was made, with the day by which the organisation is to be founded.
select p.record_id, p.unit, p.enterprise, p.due_on, p.planned_on as day
from coverage_plan as p
