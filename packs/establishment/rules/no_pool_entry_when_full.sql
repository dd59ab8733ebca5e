-- Violations: days on which more people hold borrowed posts of this category than are borrowed.
with held as (
  select c.unit, c.category, d.day,
    (select count(*) from pool_filled as f where f.unit = c.unit and f.category = c.category
       and f.since <= d.day and (f.until is null or f.until > d.day)) as persons,
    (select coalesce(sum(a.qty), 0) from borrowed as a where a.unit = c.unit and a.category = c.category
       and a.since <= d.day and (a.until is null or a.until > d.day)) as posts
  from candidate as c
  cross join as_at as d
)
select h.day, h.persons - h.posts as excess, h.unit, h.category, h.posts, h.persons
from held as h
