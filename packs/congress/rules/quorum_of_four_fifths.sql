-- Violations: a sitting with fewer than four fifths of those due.
select c.present, c.due
from candidate as c
where 5 * c.present < 4 * c.due
