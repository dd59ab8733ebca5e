-- Violations: a vote on the admission of somebody who has not two introducers on that day.
select count(s.record_id) as introducers
from candidate as c
left join sponsors as s on s.person = c.person and s.role = 'introducer'
  and s.since <= c.held_on and (s.until is null or s.until > c.held_on)
where c.matter = 'admission'
group by c.matter
having count(s.record_id) <> 2
