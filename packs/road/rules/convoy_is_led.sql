-- Violations: a convoy that no police car leads.
select c.left_on, c.batch
from candidate as c
where c.led <> 1
