-- Evidence: one row per stretch of days on which a unit has at least one system in force; named by the first of them.
with spell as (
  select s.record_id, s.unit, s.from_on, coalesce(s.ended_on, '9999-12-31') as over_on
  from talks_scheme as s
),
before as (
  select s.record_id, s.unit, s.from_on, s.over_on,
    max(s.over_on) over (partition by s.unit order by s.from_on, s.record_id rows between unbounded preceding and 1 preceding) as reached_on
  from spell as s
),
counted as (
  select b.record_id, b.unit, b.from_on, b.over_on,
    sum(case when b.reached_on is null or b.reached_on < b.from_on then 1 else 0 end)
      over (partition by b.unit order by b.from_on, b.record_id) as stretch
  from before as b
)
select min(c.record_id) as record_id, c.unit, min(c.from_on) as since, nullif(max(c.over_on), '9999-12-31') as until
from counted as c
group by c.unit, c.stretch
