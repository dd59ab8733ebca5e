-- Evidence: one row per unit, line and parent, until the unit is moved or leaves the line. The first place reaches back to
-- whatever is dated before it; a link goes before a unit change of the same day.
with stand as (
  select distinct l.unit, l.line
  from core_unit_link as l
),
step as (
  select l.record_id, l.unit, l.line, l.parent, l.from_on, l.ended_on, 2 as precedence
  from core_unit_link as l
  union all
  select m.record_id, s.unit, s.line, m.unit as parent, m.changed_on, null as ended_on, 1 as precedence
  from core_unit_change__merged as m
  join stand as s on s.unit = m.old
  union all
  select m.record_id, s.unit, s.line, m.under as parent, m.changed_on, null as ended_on, 1 as precedence
  from core_unit_change__moves as m
  join stand as s on s.unit = m.moved
),
spell as (
  select s.record_id, s.unit, s.line, s.parent, s.from_on, s.ended_on,
    lag(s.from_on) over (partition by s.unit, s.line order by s.from_on, s.precedence, s.record_id) as before_on,
    lead(s.from_on) over (partition by s.unit, s.line order by s.from_on, s.precedence, s.record_id) as next_on
  from step as s
),
closed as (
  select p.record_id, p.unit, p.line, p.parent,
    case when p.before_on is null then '0001-01-01' else p.from_on end as since,
    case when p.next_on is null or p.ended_on < p.next_on then p.ended_on else p.next_on end as until
  from spell as p
)
select c.record_id, c.unit, c.line, c.parent, c.since, c.until
from closed as c
where c.until is null or c.until > c.since
