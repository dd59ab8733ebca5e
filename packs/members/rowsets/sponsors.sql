-- Evidence: one row per contact or introducer named for a person, from naming to end.
select s.record_id, s.unit, s.person, s.role, s.named_on as since, s.ended_on as until
from members_sponsor as s
