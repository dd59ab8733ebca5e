-- Evidence: one row per meeting that evaluated. Beside a smaller duty it counts only with an agenda and output of its own,
-- and in the last month of a half-year or the month after.
with weighed as (
  select d.record_id, d.unit, d.held_on, d.agenda, d.output,
    case d.duty when 'dispatch' then 1 when 'supervision' then 2 when 'evaluation' then 3 else 4 end as weight
  from tasks_meeting__duties as d
),
compared as (
  select w.record_id, w.unit, w.held_on, w.weight,
    min(w.weight) over (partition by w.record_id) as smallest,
    min(w.weight) over (partition by w.record_id, w.agenda) as on_agenda,
    min(w.weight) over (partition by w.record_id, w.output) as in_output
  from weighed as w
)
select c.record_id, c.unit, c.held_on as day
from compared as c
where c.weight = 3 and c.on_agenda = 3 and c.in_output = 3
  and (c.smallest = 3 or substr(c.held_on, 6, 2) in ('06', '07', '12', '01'))
