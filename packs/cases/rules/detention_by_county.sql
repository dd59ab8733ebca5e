-- Violations: detention decided below the county.
select c.level, c.detention
from candidate as c
where c.detention is not null and c.level in ('squad', 'brigade')
