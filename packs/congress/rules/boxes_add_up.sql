-- Violations: a ballot whose boxes, where they are listed, hold more or fewer papers than were returned.
select c.returned, sum(x.held) as held
from candidate as c
join congress_ballot__boxes as x on x.record_id = c.record_id
group by c.returned
having sum(x.held) <> c.returned
