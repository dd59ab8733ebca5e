-- Evidence: one row per need that outlasts its time, from the day after until it is closed.
with first_closing as (
  select k.need, k.outcome, k.closed_on, row_number() over (partition by k.need order by k.closed_on, k.record_id) as turn
  from talks_need_closure as k
),
closing as (
  select f.need, f.outcome, f.closed_on
  from first_closing as f
  where f.turn = 1
),
extended as (
  select distinct e.need
  from talks_need_extension as e
),
due as (
  select n.record_id, n.unit, n.category, case when e.need is null then n.overdue_on else n.late_overdue_on end as overdue_on
  from talks_need as n
  left join extended as e on e.need = n.record_id
)
select d.record_id, d.unit, d.category, d.overdue_on as since, c.closed_on as until
from due as d
left join closing as c on c.need = d.record_id
where c.closed_on is null or c.closed_on > d.overdue_on
