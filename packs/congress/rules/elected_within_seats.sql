-- Violations: more elected into a body by an electing unit than it has seats.
select s.seats, count(t.record_id) as elected
from candidate as c
join congress_ballot as b on b.record_id = c.ballot
join congress_meeting as m on m.record_id = b.meeting
join congress_seats as s on s.convening = m.convening and s.unit = c.unit and s.body = b.body
join congress_meeting as d on d.convening = m.convening and d.unit = m.unit
join congress_ballot as o on o.meeting = d.record_id and o.body = b.body
join congress_tally as t on t.ballot = o.record_id and t.decision = 'elected'
where c.decision = 'elected'
group by s.record_id, s.seats
having count(t.record_id) > s.seats
