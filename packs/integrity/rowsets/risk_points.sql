-- Evidence: one row per risk point, from its finding to its end.
select p.record_id, p.unit, p.record_id as risk_point, p.ground,
  case when p.ground in ('money', 'purchasing', 'projects', 'major_decisions') then 'high'
    when p.ground in ('approvals', 'supervision') then 'medium' else 'low' end as grade,
  p.found_on as since, p.ended_on as until
from integrity_risk_point as p
