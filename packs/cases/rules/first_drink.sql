-- Violations: another penalty for drink-driving where no query by that day found an earlier one.
select c.licence, c.fine, c.detention
from candidate as c
join cases_proceeding as p on p.record_id = c.proceeding
where p.conduct = 'drink' and c.outcome = 'penalty'
  and not exists (
    select q.record_id
    from cases_prior_query as q
    where q.proceeding = c.proceeding and q.answer = 'prior' and q.queried_on <= c.decided_on
  )
  and (c.licence <> 'held' or c.held_months is null or c.held_months <> 6 or c.fine is null or c.fine < 100000 or c.fine > 200000 or c.detention is not null)
