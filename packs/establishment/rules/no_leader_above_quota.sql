-- Violations: days on which more people hold leading posts of this level than are approved.
with held as (
  select c.unit, c.level, d.day,
    (select count(*) from leading_filled as f where f.unit = c.unit and f.level = c.level
       and f.since <= d.day and (f.until is null or f.until > d.day)) as persons,
    (select coalesce(sum(a.qty), 0) from leading_approved as a where a.unit = c.unit and a.level = c.level
       and a.since <= d.day and (a.until is null or a.until > d.day)) as posts
  from candidate as c
  cross join as_at as d
)
select h.day, h.persons - h.posts as excess, h.unit, h.level, h.posts, h.persons
from held as h
