-- Evidence: one row per unit and stretch of days, with a brand or without, named by the latest record that made it so.
with change as (
  select u.record_id, u.unit, u.from_on as day, 1 as units, 0 as brands
  from core_unit as u
  union all
  select u.record_id, u.unit, u.ended_on, -1, 0
  from core_unit as u
  where u.ended_on is not null
  union all
  select m.record_id, m.old, m.changed_on, -1, 0
  from core_unit_change__merged as m
  union all
  select p.record_id, p.unit, p.changed_on, -1, 0
  from core_unit_change__parts as p
  group by p.record_id, p.unit, p.changed_on
  having sum(case when p.part = p.unit then 1 else 0 end) = 0
  union all
  select b.record_id, b.unit, b.from_on, 0, 1
  from brand_brand as b
  union all
  select b.record_id, b.unit, b.ended_on, 0, -1
  from brand_brand as b
  where b.ended_on is not null
),
daily as (
  select c.unit, c.day, max(c.record_id) as record_id, sum(c.units) as units, sum(c.brands) as brands
  from change as c
  group by c.unit, c.day
),
balance as (
  select d.record_id, d.unit, d.day,
    sum(d.units) over (partition by d.unit order by d.day) as units,
    sum(d.brands) over (partition by d.unit order by d.day) as brands,
    lead(d.day) over (partition by d.unit order by d.day) as until
  from daily as d
)
select b.record_id, b.unit, u.sort, case when b.brands > 0 then 'yes' else 'no' end as branded, b.day as since, b.until
from balance as b
join core_unit as u on u.unit = b.unit
where b.units > 0
