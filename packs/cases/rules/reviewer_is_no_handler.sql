-- Violations: a review by somebody who is or was named in the case.
select h.named_on
from candidate as c
join cases_handler as h on h.proceeding = c.proceeding and h.person = c.person
