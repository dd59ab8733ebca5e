-- Evidence: one row per post with one, and one per stay in it with minus one.
with stop as (
  select m.record_id, m.person, m.to_seat as seat, coalesce(m.elected_on, m.decided_on) as stop_on, 1 as arrives
  from cadres_move as m
  where m.to_seat is not null
  union all
  select m.record_id, m.person, m.from_seat as seat, m.decided_on as stop_on, 0 as arrives
  from cadres_move as m
  where m.from_seat is not null
),
spell as (
  select s.record_id, s.seat, s.arrives, s.stop_on as since,
    lead(s.stop_on) over (partition by s.seat, s.person order by s.stop_on, s.arrives, s.record_id) as until
  from stop as s
)
select t.record_id, t.unit, 1 as qty, t.record_id as seat, t.standing, t.body,
  case when t.priority = 1 then 'yes' else 'no' end as priority, t.set_on as since, t.ended_on as until
from cadres_seat as t
union all
select p.record_id, t.unit, -1, p.seat, t.standing, t.body, case when t.priority = 1 then 'yes' else 'no' end, p.since, p.until
from spell as p
join cadres_seat as t on t.record_id = p.seat
where p.arrives = 1 and (p.until is null or p.until > p.since)
