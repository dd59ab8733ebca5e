-- Evidence: one row per body that was merged, at the unit into which it went.
select m.record_id, m.unit, m.changed_on as day
from core_unit_change__merged as m
