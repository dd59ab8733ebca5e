-- Evidence: one row per look-back.
select l.record_id, l.unit, l.finding, l.outcome, l.looked_on as day
from integrity_look_back as l
