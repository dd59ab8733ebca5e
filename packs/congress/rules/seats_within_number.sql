-- Violations: more seats of delegates allotted than there are delegates approved.
select v.delegates, sum(s.seats) as allotted
from candidate as c
join congress_convening as v on v.record_id = c.convening
join congress_seats as s on s.convening = c.convening and s.body = 'delegates'
where c.body = 'delegates'
group by v.delegates
having sum(s.seats) > v.delegates
