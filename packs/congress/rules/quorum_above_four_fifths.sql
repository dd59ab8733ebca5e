-- Violations: a sitting with four fifths of those due or fewer.
select c.present, c.due
from candidate as c
where 5 * c.present <= 4 * c.due
