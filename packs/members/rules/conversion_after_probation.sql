-- Violations: a vote on a conversion while probation or its extension is running.
select p.since as began_on, p.until as ends_on
from candidate as c
join probations as p on p.person = c.person
where c.matter = 'conversion' and p.since <= c.held_on and p.until > c.held_on
