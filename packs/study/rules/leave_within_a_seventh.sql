-- Violations: leave of more than a seventh of the hours.
select c.missed, c.hours
from candidate as c
where c.missed * 7 > c.hours
