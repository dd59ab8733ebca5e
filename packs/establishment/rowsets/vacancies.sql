-- Evidence: one row per stretch, named by the last record that changed the number on its first day.
with quota as (
  select q.record_id, q.unit, q.category, q.posts, q.approved_on, q.ended_on,
    lead(q.approved_on) over (partition by q.unit, q.category order by q.approved_on, q.record_id) as next_on
  from establishment_quota as q
),
holding as (
  select s.record_id, s.unit, s.category, s.posts as weight, s.approved_on as since,
    case when s.next_on is null or s.ended_on < s.next_on then s.ended_on else s.next_on end as until
  from quota as s
  union all
  select p.record_id, p.unit, p.category, -1, p.entered_on, p.ended_on
  from establishment_placement as p
),
change as (
  select h.record_id, h.unit, h.category, h.since as day, h.weight
  from holding as h
  union all
  select h.record_id, h.unit, h.category, h.until, -h.weight
  from holding as h
  where h.until is not null
),
day_change as (
  select c.unit, c.category, c.day, max(c.record_id) as record_id, sum(c.weight) as weight
  from change as c
  group by c.unit, c.category, c.day
),
stretch as (
  select d.record_id, d.unit, d.category, d.day as since,
    sum(d.weight) over (partition by d.unit, d.category order by d.day) as vacant,
    lead(d.day) over (partition by d.unit, d.category order by d.day) as until
  from day_change as d
)
select s.record_id, s.unit, s.category, s.vacant as qty, s.since, s.until
from stretch as s
where s.vacant > 0
