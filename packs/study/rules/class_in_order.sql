-- Violations: a class that closes before it opens.
select c.opened_on, c.closed_on
from candidate as c
where c.closed_on < c.opened_on
