-- Evidence: one row per stretch of days on which a unit is over quota, with the latest of the records that made the balance what it is.
with spell as (
  select q.record_id, q.unit, q.category, q.posts, q.approved_on, q.ended_on,
    lead(q.approved_on) over (partition by q.unit, q.category order by q.approved_on, q.record_id) as next_on
  from establishment_quota as q
),
closed as (
  select s.record_id, s.unit, s.category, s.posts, s.approved_on as since,
    case when s.next_on is null or s.ended_on < s.next_on then s.ended_on else s.next_on end as until
  from spell as s
),
change as (
  select p.record_id, p.unit, p.category, p.entered_on as day, 1 as step
  from establishment_placement as p
  union all
  select p.record_id, p.unit, p.category, p.ended_on, -1
  from establishment_placement as p
  where p.ended_on is not null
  union all
  select c.record_id, c.unit, c.category, c.since, -c.posts
  from closed as c
  union all
  select c.record_id, c.unit, c.category, c.until, c.posts
  from closed as c
  where c.until is not null
),
balance as (
  select c.record_id, c.unit, c.category, c.day,
    sum(c.step) over (partition by c.unit, c.category order by c.day, c.record_id rows unbounded preceding) as excess,
    lead(c.day) over (partition by c.unit, c.category order by c.day, c.record_id) as until
  from change as c
)
select b.record_id, b.unit, b.category, b.excess as qty, b.day as since, b.until
from balance as b
where b.excess > 0 and (b.until is null or b.until > b.day)
