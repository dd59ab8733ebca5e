-- Evidence: one row per query.
select q.record_id, q.unit, q.answer, q.queried_on as day
from cases_prior_query as q
