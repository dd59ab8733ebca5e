-- Evidence: one row per risk point with a measure in force, from the first measure to the end of the last one or of the point.
with measures as (
  select c.risk_point, min(c.set_on) as set_on, max(coalesce(c.ended_on, '9999-12-31')) as last_on
  from integrity_control as c
  group by c.risk_point
),
spell as (
  select p.record_id, p.unit, case when m.set_on > p.found_on then m.set_on else p.found_on end as since,
    case when m.last_on < coalesce(p.ended_on, '9999-12-31') then m.last_on else p.ended_on end as until
  from integrity_risk_point as p
  join measures as m on m.risk_point = p.record_id
)
select s.record_id, s.unit, s.record_id as risk_point, s.since, s.until
from spell as s
where s.until is null or s.until > s.since
