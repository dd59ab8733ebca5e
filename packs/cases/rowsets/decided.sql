-- Evidence: one row per decision.
select d.record_id, d.unit, d.proceeding, p.conduct, d.outcome, d.procedure,
  case when exists (
    select q.record_id
    from cases_prior_query as q
    where q.proceeding = d.proceeding and q.answer = 'prior' and q.queried_on <= d.decided_on
  ) then 'yes' else 'no' end as earlier,
  case when exists (
    select r.record_id
    from cases_review as r
    where r.proceeding = d.proceeding and r.verdict = 'passed' and r.reviewed_on <= d.decided_on
  ) then 'yes' else 'no' end as reviewed,
  d.decided_on as day
from cases_decision as d
join cases_proceeding as p on p.record_id = d.proceeding
