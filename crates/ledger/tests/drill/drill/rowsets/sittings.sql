-- Evidence: one row per unit and sitting: the one that held it, and each that it was held for.
select s.record_id, s.unit, s.held_on as day
from drill_sitting as s
union all
select p.record_id, p.partner, p.held_on
from drill_sitting__partners as p
