-- Violations: an application from somebody who is not yet eighteen on its day.
select c.applied_on
from candidate as c
join core_person as p on p.person = c.person
where p.eighteen_on > c.applied_on
