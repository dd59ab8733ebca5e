-- Violations: an answer to a request made of another unit, or not yet or no longer made.
select r.record_id, r.title
from candidate as c
join burden_request as r on r.record_id = c.request
where r.unit <> c.unit or r.asked_on > c.answered_on or (r.ended_on is not null and r.ended_on <= c.answered_on)
