-- Violations: each other main brand of the unit that is in use on the first day of this one.
select b.record_id, b.from_on
from candidate as c
join brand_brand as b on b.unit = c.unit
where c.level = 'main' and b.level = 'main' and b.record_id <> c.record_id
  and b.from_on <= c.from_on and (b.ended_on is null or b.ended_on > c.from_on)
