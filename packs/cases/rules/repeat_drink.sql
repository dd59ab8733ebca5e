-- Violations: another penalty for drink-driving where a query by that day found an earlier one.
select c.licence, c.fine, c.detention
from candidate as c
join cases_proceeding as p on p.record_id = c.proceeding
where p.conduct = 'drink' and c.outcome = 'penalty'
  and exists (
    select q.record_id
    from cases_prior_query as q
    where q.proceeding = c.proceeding and q.answer = 'prior' and q.queried_on <= c.decided_on
  )
  and (c.licence <> 'revoked' or c.detention is null or c.detention > 10 or c.fine is null or c.fine < 100000 or c.fine > 200000)
