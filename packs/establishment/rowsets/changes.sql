-- Evidence: one row per approval that differs from the one before it.
with spell as (
  select q.record_id, q.unit, q.category, q.posts, q.approved_on,
    lag(q.posts) over (partition by q.unit, q.category order by q.approved_on, q.record_id) as former
  from establishment_quota as q
)
select s.record_id, s.unit, s.category, case when s.posts > s.former then 'raised' else 'lowered' end as direction,
  case when s.posts > s.former then s.posts - s.former else s.former - s.posts end as qty, s.approved_on as day
from spell as s
where s.posts <> s.former
