-- Evidence: one row per subsidy, weighing its amount.
select s.record_id, s.unit, s.sort, u.sort as body, s.amount as qty, s.granted_on as day
from projects_subsidy as s
join core_unit as u on u.unit = s.unit
