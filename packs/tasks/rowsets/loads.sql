-- Evidence: one row per leader, point and stretch of days; qty is the number of points that the leader has then.
with step as (
  select l.person, l.from_on as day, 1 as points
  from tasks_leader as l
  union all
  select l.person, l.ended_on, -1
  from tasks_leader as l
  where l.ended_on is not null
),
daily as (
  select s.person, s.day, sum(s.points) as points
  from step as s
  group by s.person, s.day
),
load as (
  select d.person, d.day, sum(d.points) over (partition by d.person order by d.day) as points,
    lead(d.day) over (partition by d.person order by d.day) as until
  from daily as d
)
select l.record_id, l.unit, l.person, o.points as qty, o.day as since, o.until
from tasks_leader as l
join load as o on o.person = l.person and o.day >= l.from_on and (l.ended_on is null or o.day < l.ended_on)
