-- Evidence: one row per local rule turned on for a unit, while it is on.
select s.record_id, s.unit, s.rule, s.from_on as since, coalesce(s.ended_on, s.until_on) as until
from core_rule_switch as s
