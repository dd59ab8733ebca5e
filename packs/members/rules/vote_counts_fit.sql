-- Violations: counts that no meeting can have.
select c.due, c.present, c.yes, c.written
from candidate as c
where c.present > c.due or c.yes > c.present or c.yes + c.written > c.due
