-- Evidence: one row per decision that somebody becomes an activist or a development object.
select a.record_id, a.unit, a.person, 'activist' as stage, a.decided_on as day
from members_activist as a
union all
select o.record_id, o.unit, o.person, 'object', o.decided_on
from members_object as o
