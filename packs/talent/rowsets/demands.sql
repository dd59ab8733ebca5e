-- Evidence: one row per demand, weighing the people sought.
select d.record_id, d.unit, d.record_id as demand, d.field, d.seats as qty, d.raised_on as since, d.ended_on as until
from talent_demand as d
