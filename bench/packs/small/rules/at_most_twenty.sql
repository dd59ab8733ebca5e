-- Violations: days on which a unit holds more than twenty entries.
select d.day,
  (select count(*) from held as h
   where h.unit = c.unit and h.since <= d.day and (h.until is null or h.until > d.day)) - 20 as excess,
  c.unit
from candidate as c
cross join as_at as d
