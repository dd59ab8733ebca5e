-- Violations: a task of a meeting, a standard or a supervision that names neither a paper nor the meeting.
select c.set_on
from candidate as c
where c.source in ('meeting', 'standard', 'supervision') and c.source_document is null and c.meeting is null
