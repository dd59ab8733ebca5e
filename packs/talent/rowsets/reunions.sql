-- Evidence: one row per case, on the day it was raised; it names nobody.
select r.record_id, r.unit, r.record_id as reunion, r.raised_on as day
from talent_reunion as r
