-- Violations: somebody elected by half of those present or fewer.
select c.yes, m.present
from candidate as c
join congress_ballot as b on b.record_id = c.ballot
join congress_meeting as m on m.record_id = b.meeting
where c.decision = 'elected' and 2 * c.yes <= m.present
