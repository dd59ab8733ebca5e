-- Violations: a ballot with more voters than were present, or more valid papers than were returned.
select m.present, c.voters, c.returned, c.valid
from candidate as c
join congress_meeting as m on m.record_id = c.meeting
where c.voters > m.present or c.valid > c.returned
