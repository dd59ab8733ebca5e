-- Evidence: one row per approval of leading posts; it holds until the next one of the same unit and level.
with spell as (
  select q.record_id, q.unit, q.level, q.posts, q.approved_on, q.ended_on,
    lead(q.approved_on) over (partition by q.unit, q.level order by q.approved_on, q.record_id) as next_on
  from establishment_leading_quota as q
),
closed as (
  select s.record_id, s.unit, s.level, s.posts, s.approved_on as since,
    case when s.next_on is null or s.ended_on < s.next_on then s.ended_on else s.next_on end as until
  from spell as s
)
select c.record_id, c.unit, c.level, c.posts as qty, c.since, c.until
from closed as c
where c.until is null or c.until > c.since
