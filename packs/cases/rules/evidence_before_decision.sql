-- Violations: a penalty by the general procedure without a piece of evidence taken by that day.
select c.decided_on
from candidate as c
where c.procedure = 'general' and c.outcome = 'penalty'
  and not exists (
    select e.record_id from cases_evidence as e where e.proceeding = c.proceeding and e.taken_on <= c.decided_on
  )
