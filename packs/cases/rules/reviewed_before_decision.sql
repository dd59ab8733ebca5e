-- Violations: a penalty while the latest review by that day is missing or was returned.
select c.decided_on
from candidate as c
where c.procedure = 'general' and c.outcome = 'penalty'
  and not exists (
    select r.record_id
    from cases_review as r
    where r.proceeding = c.proceeding and r.verdict = 'passed'
      and r.reviewed_on = (
        select max(b.reviewed_on) from cases_review as b where b.proceeding = c.proceeding and b.reviewed_on <= c.decided_on)
  )
