-- Evidence: one row per decision on an activist and per check: within six months the next check or the next stage follows.
select a.record_id, a.unit, a.person, a.decided_on as day
from members_activist as a
union all
select c.record_id, c.unit, c.person, c.checked_on
from members_check as c
