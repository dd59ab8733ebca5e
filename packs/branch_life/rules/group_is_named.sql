-- Violations: a group meeting that names no group of this branch which stands on that day.
select c.held_on
from candidate as c
where c.form = 'group'
  and not exists (
    select g.record_id
    from branch_life_group as g
    where g.record_id = c.group_of and g.unit = c.unit and g.formed_on <= c.held_on and (g.ended_on is null or g.ended_on > c.held_on)
  )
