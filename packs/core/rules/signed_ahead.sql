-- Violations: a signature that reaches beyond the day on which it was given.
select c.until_on, c.signed_on
from candidate as c
where c.signed_on < c.last_on
