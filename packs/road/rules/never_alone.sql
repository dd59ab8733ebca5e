-- Violations: a person on the way down with nobody beside.
select c.found_on
from candidate as c
where c.escorts < 1
