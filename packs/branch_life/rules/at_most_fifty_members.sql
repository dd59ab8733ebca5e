-- Violations: a branch set up where more than fifty members stand on the roll that day.
select count(r.record_id) as members
from candidate as c
join members_roll as r on r.unit = c.unit and r.stage in ('probationary', 'full')
  and r.since <= c.founded_on and (r.until is null or r.until > c.founded_on)
where c.sort in ('branch', 'joint')
having count(r.record_id) > 50
