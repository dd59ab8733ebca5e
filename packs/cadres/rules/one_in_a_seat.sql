-- Violations: days on which more than one person holds the post.
with held as (
  select c.to_seat, d.day,
    (select count(*) from holdings as h where h.seat = c.to_seat and h.since <= d.day and (h.until is null or h.until > d.day)) as persons
  from candidate as c
  cross join as_at as d
)
select h.day, h.persons - 1 as excess, h.persons
from held as h
