-- Evidence: one row per enterprise and stretch of days on which it meets all three conditions, with an organisation of its own,
-- a joint one or none; named by the latest record that made it so.
with found as (
  select s.record_id, s.enterprise, s.first, s.second, s.third, s.found_on,
    lead(s.found_on) over (partition by s.enterprise order by s.found_on, s.record_id) as next_on
  from coverage_survey as s
),
change as (
  select e.record_id, e.record_id as enterprise, e.from_on as day, 1 as active, 0 as fit, 0 as own, 0 as joint
  from coverage_enterprise as e
  union all
  select e.record_id, e.record_id, e.ended_on, -1, 0, 0, 0
  from coverage_enterprise as e
  where e.ended_on is not null
  union all
  select f.record_id, f.enterprise, f.found_on, 0, 1, 0, 0
  from found as f
  where f.first = 1 and f.second = 1 and f.third = 1
  union all
  select f.record_id, f.enterprise, f.next_on, 0, -1, 0, 0
  from found as f
  where f.first = 1 and f.second = 1 and f.third = 1 and f.next_on is not null
  union all
  select o.record_id, o.enterprise, o.founded_on, 0, 0, case when o.form = 'own' then 1 else 0 end, case when o.form = 'own' then 0 else 1 end
  from coverage_organisation as o
  union all
  select o.record_id, o.enterprise, o.ended_on, 0, 0, case when o.form = 'own' then -1 else 0 end, case when o.form = 'own' then 0 else -1 end
  from coverage_organisation as o
  where o.ended_on is not null
),
daily as (
  select c.enterprise, c.day, max(c.record_id) as record_id, sum(c.active) as active, sum(c.fit) as fit, sum(c.own) as own, sum(c.joint) as joint
  from change as c
  group by c.enterprise, c.day
),
balance as (
  select d.record_id, d.enterprise, d.day,
    sum(d.active) over (partition by d.enterprise order by d.day) as active,
    sum(d.fit) over (partition by d.enterprise order by d.day) as fit,
    sum(d.own) over (partition by d.enterprise order by d.day) as own,
    sum(d.joint) over (partition by d.enterprise order by d.day) as joint,
    lead(d.day) over (partition by d.enterprise order by d.day) as until
  from daily as d
)
select b.record_id, e.unit, b.enterprise, case when b.own > 0 then 'own' when b.joint > 0 then 'joint' else 'none' end as form, b.day as since, b.until
from balance as b
join coverage_enterprise as e on e.record_id = b.enterprise
where b.active > 0 and b.fit > 0
