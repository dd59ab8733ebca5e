-- Evidence: one row per stretch of days on which an organisation has at least one goal, however many there are; named by the first of them.
with spell as (
  select g.record_id, g.unit, g.set_on,
    case when g.ended_on is not null and g.ended_on < g.over_on then g.ended_on else g.over_on end as over_on
  from tasks_goal as g
),
before as (
  select s.record_id, s.unit, s.set_on, s.over_on,
    max(s.over_on) over (partition by s.unit order by s.set_on, s.record_id rows between unbounded preceding and 1 preceding) as reached_on
  from spell as s
  where s.over_on > s.set_on
),
counted as (
  select b.record_id, b.unit, b.set_on, b.over_on,
    sum(case when b.reached_on is null or b.reached_on < b.set_on then 1 else 0 end)
      over (partition by b.unit order by b.set_on, b.record_id) as stretch
  from before as b
)
select min(c.record_id) as record_id, c.unit, min(c.set_on) as since, max(c.over_on) as until
from counted as c
group by c.unit, c.stretch
