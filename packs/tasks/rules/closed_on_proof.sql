-- Violations: a task closed without naming a paper.
select c.closed_on
from candidate as c
where c.document is null
