-- Violations: requests that the unit answers to on that day, other than this one.
with live as (
  select count(*) as requests
  from candidate as c
  join requests as r on r.unit = c.unit
  where r.record_id <> c.record_id and r.since <= c.asked_on and (r.until is null or r.until > c.asked_on)
)
select l.requests
from live as l
where l.requests > 0
