-- Violations: counts that no meeting can have.
select c.due, c.present, c.yes
from candidate as c
where c.present > c.due or c.yes > c.present
