-- Evidence: one row per point and stretch of days, with a leader or without, named by the latest record that made it so.
with change as (
  select p.record_id, p.unit, p.from_on as day, 1 as points, 0 as leaders
  from tasks_point as p
  union all
  select p.record_id, p.unit, p.ended_on, -1, 0
  from tasks_point as p
  where p.ended_on is not null
  union all
  select l.record_id, l.unit, l.from_on, 0, 1
  from tasks_leader as l
  union all
  select l.record_id, l.unit, l.ended_on, 0, -1
  from tasks_leader as l
  where l.ended_on is not null
),
daily as (
  select c.unit, c.day, max(c.record_id) as record_id, sum(c.points) as points, sum(c.leaders) as leaders
  from change as c
  group by c.unit, c.day
),
balance as (
  select d.record_id, d.unit, d.day,
    sum(d.points) over (partition by d.unit order by d.day) as points,
    sum(d.leaders) over (partition by d.unit order by d.day) as leaders,
    lead(d.day) over (partition by d.unit order by d.day) as until
  from daily as d
)
select b.record_id, b.unit, case when b.leaders > 0 then 'yes' else 'no' end as covered, b.day as since, b.until
from balance as b
where b.points > 0
