-- Evidence: one row per unit, from its founding to its end: abolished, merged into another, or split into others.
with gone as (
  select m.old as unit, m.changed_on as gone_on
  from core_unit_change__merged as m
  union all
  select p.unit, p.changed_on as gone_on
  from core_unit_change__parts as p
  group by p.record_id, p.unit, p.changed_on
  having sum(case when p.part = p.unit then 1 else 0 end) = 0
),
ending as (
  select g.unit, min(g.gone_on) as gone_on
  from gone as g
  group by g.unit
)
select u.record_id, u.unit, u.sort, u.from_on as since,
  case when e.gone_on is null or u.ended_on < e.gone_on then u.ended_on else e.gone_on end as until
from core_unit as u
left join ending as e on e.unit = u.unit
