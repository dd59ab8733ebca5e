-- Evidence: one row per answer.
with said as (
  select e.request, e.unit, e.minutes, lead(e.record_id) over (partition by e.request, e.unit order by e.stated_on, e.record_id) as later
  from burden_effort as e
)
select a.record_id, a.unit, s.minutes as qty, a.request, a.answered_on as day
from burden_answer as a
left join said as s on s.request = a.request and s.unit = a.unit and s.later is null
