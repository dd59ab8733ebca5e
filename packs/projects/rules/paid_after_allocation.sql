-- Violations: money paid before it was handed down.
select a.allocated_on, c.paid_on
from candidate as c
join projects_allocation as a on a.record_id = c.allocation
where c.paid_on < a.allocated_on
