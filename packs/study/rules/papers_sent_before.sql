-- Violations: each study item at the first place whose papers were sent on the day itself, later, or on no day that is known.
select c.held_on, c.eve_on
from candidate as c
join study_meeting__agenda as a on a.record_id = c.record_id
where a.item = 1 and a.matter = 'learning'
  and (a.sent_on is null or a.sent_on > c.eve_on)
