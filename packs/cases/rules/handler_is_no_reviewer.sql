-- Violations: somebody named in a case that the same person has reviewed.
select r.reviewed_on
from candidate as c
join cases_review as r on r.proceeding = c.proceeding and r.person = c.person
