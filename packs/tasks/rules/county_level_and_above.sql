-- Violations: a supervision of the government by a township or a village.
select c.unit
from candidate as c
join core_unit as u on u.unit = c.unit
where c.warrant = 'government' and u.sort in ('township', 'village')
