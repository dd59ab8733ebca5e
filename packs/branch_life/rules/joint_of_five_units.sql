-- Violations: a joint branch of more than five units.
select c.partners
from candidate as c
where c.sort = 'joint' and c.partners > 5
