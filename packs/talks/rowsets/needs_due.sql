-- Evidence: one row per need without more time, on the day it was raised.
select n.record_id, n.unit, n.record_id as need, n.raised_on as day
from talks_need as n
left join talks_need_extension as e on e.need = n.record_id
where e.need is null
