-- Violations: a penalty for driving after drinking without a query by that day.
select c.decided_on
from candidate as c
join cases_proceeding as p on p.record_id = c.proceeding
where p.conduct <> 'other' and c.outcome = 'penalty'
  and not exists (
    select q.record_id from cases_prior_query as q where q.proceeding = c.proceeding and q.queried_on <= c.decided_on
  )
