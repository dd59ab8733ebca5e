-- Violations: money handed down before its approval.
select p.approved_on, c.allocated_on
from candidate as c
join projects_appropriation as p on p.record_id = c.appropriation
where c.allocated_on < p.approved_on
