-- Evidence: one row per check, and per step that ends the time of checking.
select c.record_id, c.unit, c.person, c.checked_on as day
from members_check as c
union all
select o.record_id, o.unit, o.person, o.decided_on
from members_object as o
union all
select v.record_id, v.unit, v.person, v.held_on
from members_vote as v
union all
select d.record_id, d.unit, d.person, d.left_on
from members_departure as d
