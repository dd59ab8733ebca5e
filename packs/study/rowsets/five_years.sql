-- Evidence: one row per leader and spell, from its first day.
with start as (
  select t.record_id, t.unit, t.person, t.from_on, t.ended_on
  from study_trainee as t
  where t.tier = 'county_head'
  union all
  select t.record_id, t.unit, t.person, t.five_on, t.ended_on
  from study_trainee as t
  where t.tier = 'county_head'
  union all
  select t.record_id, t.unit, t.person, t.ten_on, t.ended_on
  from study_trainee as t
  where t.tier = 'county_head'
  union all
  select t.record_id, t.unit, t.person, t.fifteen_on, t.ended_on
  from study_trainee as t
  where t.tier = 'county_head'
)
select s.record_id, s.unit, s.person, s.from_on as since, s.ended_on as until
from start as s
where s.ended_on is null or s.ended_on > s.from_on
