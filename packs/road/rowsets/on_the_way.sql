-- Evidence: one row per convoy that is not accounted for on the day it left, until it is.
with arrived as (
  select k.release, sum(k.vehicles) as vehicles, max(k.cleared_on) as cleared_on
  from road_clearance as k
  group by k.release
),
spell as (
  select r.record_id, r.unit, r.section, r.direction, r.batch, r.left_on, r.vehicles,
    case when a.vehicles >= r.vehicles then a.cleared_on else null end as until
  from road_release as r
  left join arrived as a on a.release = r.record_id
)
select s.record_id, s.unit, s.section, s.direction, s.batch, s.vehicles as qty, s.left_on as since, s.until
from spell as s
where s.until is null or s.until > s.left_on
