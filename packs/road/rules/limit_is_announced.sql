-- Violations: traffic limited or barred for works or an event without a notice by the day on which it begins.
select c.started_on
from candidate as c
where c.measure in ('limited', 'barred') and c.cause in ('works', 'event')
  and (c.announced_on is null or c.announced_on > c.started_on)
