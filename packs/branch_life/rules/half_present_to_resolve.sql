-- Violations: something passed with fewer than half of those due present.
select c.present, c.due
from candidate as c
where c.decision = 'passed' and 2 * c.present < c.due
