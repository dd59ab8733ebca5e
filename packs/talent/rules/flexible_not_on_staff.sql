-- Violations: a person who is on the staff of the host on the first day.
select c.from_on
from candidate as c
join core_staff as s on s.person = c.person
where s.unit = c.unit and s.since <= c.from_on and (s.until is null or s.until > c.from_on)
