-- Violations: an application for conversion while probation is running.
select p.until as ends_on
from candidate as c
join probations as p on p.person = c.person
where c.matter = 'conversion' and p.since <= c.applied_on and p.until > c.applied_on
