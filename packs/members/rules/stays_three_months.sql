-- Violations: a vote on the admission of somebody whose service at a unit ends within three months.
select s.ended_on as leaves_on
from candidate as c
join core_service as s on s.person = c.person
where c.matter = 'admission' and s.ended_on > c.held_on and s.ended_on <= c.three_months_on
