-- Evidence: one row per approval with its posts, and one per person in a post with minus one.
with spell as (
  select q.record_id, q.unit, q.category, q.posts, q.approved_on, q.ended_on,
    lead(q.approved_on) over (partition by q.unit, q.category order by q.approved_on, q.record_id) as next_on
  from establishment_quota as q
),
closed as (
  select s.record_id, s.unit, s.category, s.posts, s.approved_on as since,
    case when s.next_on is null or s.ended_on < s.next_on then s.ended_on else s.next_on end as until
  from spell as s
)
select c.record_id, c.unit, c.category, c.posts as qty, c.since, c.until
from closed as c
where c.until is null or c.until > c.since
union all
select p.record_id, p.unit, p.category, -1, p.entered_on, p.ended_on
from establishment_placement as p
