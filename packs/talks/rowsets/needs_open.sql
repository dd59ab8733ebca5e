-- Evidence: one row per need, from the day it was raised until it is closed.
with first_closing as (
  select k.need, k.outcome, k.closed_on, row_number() over (partition by k.need order by k.closed_on, k.record_id) as turn
  from talks_need_closure as k
),
closing as (
  select f.need, f.outcome, f.closed_on
  from first_closing as f
  where f.turn = 1
)
select n.record_id, n.unit, n.category, n.raised_on as since, c.closed_on as until
from talks_need as n
left join closing as c on c.need = n.record_id
where c.closed_on is null or c.closed_on > n.raised_on
