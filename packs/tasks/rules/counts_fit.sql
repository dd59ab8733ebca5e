-- Violations: a box whose counts do not fit into one another.
select c.sent, c.returned, c.valid, c.satisfied + c.basically + c.dissatisfied as answers
from candidate as c
where c.returned > c.sent or c.valid > c.returned or c.satisfied + c.basically + c.dissatisfied > c.valid
