-- Violations: a name on the list of a ballot that the same person oversees.
select w.named_on
from candidate as c
join congress_ballot as b on b.record_id = c.ballot
join congress_meeting as m on m.record_id = b.meeting
join congress_scrutineer as w on w.convening = m.convening and w.unit = c.unit and w.person = c.person
where w.role = 'scrutineer'
