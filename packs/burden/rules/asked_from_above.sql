-- Violations: a unit that asks itself.
select c.unit
from candidate as c
where c.asked_by = c.unit
