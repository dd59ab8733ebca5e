-- Violations: a person borrowed from county and below.
select c.from_on
from candidate as c
where c.origin = 'base'
