-- Violations: an approval that gives an institution posts of an organ, or an organ posts of an institution. Townships and other units that hold bodies of both sorts are left alone.
select c.unit, c.category
from candidate as c
join core_unit as u on u.unit = c.unit
where (u.sort in ('institution', 'school') and c.category in ('administrative', 'political_legal'))
  or (u.sort in ('office', 'department') and c.category = 'institution')
