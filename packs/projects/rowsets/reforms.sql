-- Evidence: one row per reform while it is open, and one from its completion on.
with completed as (
  select d.reform, min(d.done_on) as done_on
  from projects_reform_done as d
  group by d.reform
),
life as (
  select r.record_id, r.unit, r.sort, r.set_on, r.ended_on, c.done_on
  from projects_reform as r
  left join completed as c on c.reform = r.record_id
)
select l.record_id, l.unit, l.sort, 'open' as state, l.set_on as since,
  case when l.done_on is null or l.ended_on < l.done_on then l.ended_on else l.done_on end as until
from life as l
where l.done_on is null or l.done_on > l.set_on
union all
select l.record_id, l.unit, l.sort, 'done', l.done_on, l.ended_on
from life as l
where l.done_on is not null and (l.ended_on is null or l.ended_on > l.done_on)
