-- Violations: days on which posts lent and people in posts together exceed the posts approved, as far as lending makes them.
with lending as (
  select c.unit, c.category, d.day, sum(l.qty) as lent
  from candidate as c
  cross join as_at as d
  join lent as l on l.unit = c.unit and l.category = c.category and l.since <= d.day and (l.until is null or l.until > d.day)
  group by c.unit, c.category, d.day
),
held as (
  select n.unit, n.category, n.day, n.lent,
    (select count(*) from filled as f where f.unit = n.unit and f.category = n.category
       and f.since <= n.day and (f.until is null or f.until > n.day)) as persons,
    (select coalesce(sum(a.qty), count(*)) from approved as a where a.unit = n.unit and a.category = n.category
       and a.since <= n.day and (a.until is null or a.until > n.day)) as posts
  from lending as n
)
select h.day, h.persons + h.lent - h.posts as excess, h.unit, h.category, h.posts, h.persons, h.lent
from held as h
