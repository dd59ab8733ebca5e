-- Violations: a meeting of two duties in a month in which the larger one's period neither ends nor has just ended.
with pair as (
  select distinct a.duty as smaller, b.duty as larger, b.held_on, substr(b.held_on, 6, 2) as in_month
  from candidate as c
  join tasks_meeting__duties as a on a.record_id = c.record_id
  join tasks_meeting__duties as b on b.record_id = c.record_id
)
select distinct p.held_on
from pair as p
where p.larger = 'supervision' and p.smaller = 'dispatch' and p.in_month in ('02', '05', '08', '11')
  or p.larger = 'evaluation' and p.smaller in ('dispatch', 'supervision') and p.in_month not in ('06', '07', '12', '01')
  or p.larger = 'assessment' and p.smaller <> 'assessment' and p.in_month not in ('12', '01')
