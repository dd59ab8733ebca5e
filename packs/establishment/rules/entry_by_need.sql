-- Violations: an entry into a vacant post with neither a written need nor a placement that it replaces.
with held as (
  select c.unit, c.category, c.need, c.replaces,
    (select count(*) from filled as f where f.unit = c.unit and f.category = c.category and f.record_id <> c.record_id
       and f.since <= c.entered_on and (f.until is null or f.until > c.entered_on)) as persons,
    (select sum(a.qty) from approved as a where a.unit = c.unit and a.category = c.category
       and a.since <= c.entered_on and (a.until is null or a.until > c.entered_on)) as posts
  from candidate as c
)
select h.unit, h.category, h.posts, h.persons
from held as h
where h.persons < h.posts
  and h.need is null and h.replaces is null
