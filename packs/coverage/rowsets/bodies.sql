-- Evidence: one row per organisation and stretch of days, with a first responsible person or without, named by the latest record that made it so.
with change as (
  select s.record_id, s.unit, s.from_on as day, 1 as duties, 0 as persons
  from coverage_scope as s
  union all
  select s.record_id, s.unit, s.ended_on, -1, 0
  from coverage_scope as s
  where s.ended_on is not null
  union all
  select r.record_id, r.unit, r.from_on, 0, 1
  from coverage_responsible as r
  union all
  select r.record_id, r.unit, r.ended_on, 0, -1
  from coverage_responsible as r
  where r.ended_on is not null
),
daily as (
  select c.unit, c.day, max(c.record_id) as record_id, sum(c.duties) as duties, sum(c.persons) as persons
  from change as c
  group by c.unit, c.day
),
balance as (
  select d.record_id, d.unit, d.day,
    sum(d.duties) over (partition by d.unit order by d.day) as duties,
    sum(d.persons) over (partition by d.unit order by d.day) as persons,
    lead(d.day) over (partition by d.unit order by d.day) as until
  from daily as d
)
select b.record_id, b.unit, case when b.persons > 0 then 'yes' else 'no' end as named, b.day as since, b.until
from balance as b
where b.duties > 0
