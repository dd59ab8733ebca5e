-- Evidence: one row per need, on the day it was raised.
with first_closing as (
  select k.need, k.outcome, k.closed_on, row_number() over (partition by k.need order by k.closed_on, k.record_id) as turn
  from talks_need_closure as k
),
closing as (
  select f.need, f.outcome, f.closed_on
  from first_closing as f
  where f.turn = 1
)
select n.record_id, n.unit, n.category, coalesce(c.outcome, 'open') as outcome, n.raised_on as day
from talks_need as n
left join closing as c on c.need = n.record_id
