-- Evidence: one row per need with more time, on the day it was raised.
select distinct n.record_id, n.unit, n.record_id as need, n.raised_on as day
from talks_need as n
join talks_need_extension as e on e.need = n.record_id
