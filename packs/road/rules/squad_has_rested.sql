-- Violations: each shift of the same squad that ends less than eight hours before this one begins, on the same day or the day before.
select s.record_id, s.worked_on
from candidate as c
join road_shift as s on s.unit = c.unit
where s.record_id <> c.record_id
  and ((s.worked_on = c.worked_on and s.starts <= c.starts and c.starts - s.starts - s.length < 8)
    or (s.next_on = c.worked_on and c.starts + 24 - s.starts - s.length < 8))
