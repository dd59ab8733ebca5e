-- Evidence: one row per person elected, on the day it was announced.
select t.record_id, t.unit, t.person, t.ballot, b.body, t.announced_on as day
from congress_tally as t
join congress_ballot as b on b.record_id = t.ballot
where t.decision = 'elected'
