-- Evidence: one row per need, on the day it was raised.
select n.record_id, n.unit, n.record_id as need, n.raised_on as day
from talks_need as n
