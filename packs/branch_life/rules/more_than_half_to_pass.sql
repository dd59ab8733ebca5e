-- Violations: something passed with the yes of half of those due or fewer.
select c.yes, c.due
from candidate as c
where c.decision = 'passed' and 2 * c.yes <= c.due
