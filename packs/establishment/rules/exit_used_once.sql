-- Violations: an entry whose named exit is of another unit or category, has not taken place by then, or was used by another entry.
select c.entered_on
from candidate as c
where c.replaces is not null
  and (
    not exists (
      select p.record_id
      from establishment_placement as p
      where p.record_id = c.replaces and p.unit = c.unit and p.category = c.category and p.ended_on <= c.entered_on
    )
    or exists (
      select o.record_id
      from establishment_placement as o
      where o.unit = c.unit and o.replaces = c.replaces and o.record_id <> c.record_id
    )
  )
