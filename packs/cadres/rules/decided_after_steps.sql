-- Violations: a decision without recommendation or inspection by its day.
select c.held_on
from candidate as c
where (
  select count(distinct s.stage)
  from steps as s
  where s.proceeding = c.proceeding and s.stage in ('recommendation', 'inspection') and s.day <= c.held_on
) < 2
