-- Violations: each earlier convoy of the opposite direction on the section that is not accounted for on that day.
select o.record_id, o.since as left_on, o.batch, o.qty as vehicles
from candidate as c
join on_the_way as o on o.section = c.section
where o.direction <> c.direction
  and (o.since < c.left_on or (o.since = c.left_on and o.batch < c.batch))
  and (o.until is null or o.until > c.left_on)
