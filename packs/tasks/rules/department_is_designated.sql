-- Violations: a supervision of the government by a department that names no document designating it.
select c.unit
from candidate as c
join core_unit as u on u.unit = c.unit
where c.warrant = 'government' and c.designation is null and u.sort = 'department'
