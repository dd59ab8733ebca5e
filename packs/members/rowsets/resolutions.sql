-- Evidence: one row per approved resolution, on the day of the branch meeting, from which it counts.
with decision as (
  select v.record_id, v.unit, v.person, v.matter, v.held_on as day, 'voted' as answer, 1 as turn
  from members_vote as v
  union all
  select a.record_id, a.unit, a.person, a.matter, a.approved_on, a.conclusion, 2
  from members_approval as a
),
answered as (
  select d.record_id, d.unit, d.person, d.matter, d.day, d.answer,
    lead(d.answer) over (partition by d.person, d.matter order by d.day, d.turn, d.record_id) as next_answer
  from decision as d
)
select w.record_id, w.unit, w.person, w.matter, w.day
from answered as w
where w.answer = 'voted' and w.next_answer = 'approved'
