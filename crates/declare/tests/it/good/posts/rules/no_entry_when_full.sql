-- Violations: days on which more people hold posts than are approved.
select d.day,
  (select count(*) from filled as f where f.unit = c.unit and f.category = c.category
     and f.since <= d.day and (f.until is null or f.until > d.day))
  - (select coalesce(sum(a.qty), 0) from approved as a where a.unit = c.unit and a.category = c.category
     and a.since <= d.day and (a.until is null or a.until > d.day)) as excess,
  c.unit as place, c.category as sort
from candidate as c
cross join as_at as d
