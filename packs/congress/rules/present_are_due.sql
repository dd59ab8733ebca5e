-- Violations: a sitting with more present than due.
select c.present, c.due
from candidate as c
where c.present > c.due
