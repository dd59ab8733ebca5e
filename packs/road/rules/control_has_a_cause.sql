-- Violations: traffic put under control for works or an event.
select c.started_on
from candidate as c
where c.measure = 'controlled' and c.cause in ('works', 'event')
