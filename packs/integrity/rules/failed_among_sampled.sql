-- Violations: more failed than were sampled.
select c.failed, c.sampled
from candidate as c
where c.failed > c.sampled
