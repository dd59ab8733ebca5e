-- Violations: days on which somebody has more than two contacts.
select d.day,
  (select count(*) from sponsors as s
   where s.person = c.person and s.role = 'contact' and s.since <= d.day and (s.until is null or s.until > d.day)) - 2 as excess
from candidate as c
cross join as_at as d
