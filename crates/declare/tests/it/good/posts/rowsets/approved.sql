-- Evidence: one row per approval, until the next one of the same unit and category.
select q.record_id, q.unit, q.category, q.posts as qty, q.approved_on as since,
  lead(q.approved_on) over (partition by q.unit, q.category order by q.approved_on, q.record_id) as until
from posts_quota as q
