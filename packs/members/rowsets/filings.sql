-- Evidence: one row per step put on file or agreed to, on the day of filing.
select f.record_id, f.unit, f.person, f.stage, f.action, f.filed_on as day
from members_filing as f
