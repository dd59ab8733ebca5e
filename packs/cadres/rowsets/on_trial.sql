-- Evidence: one row per promotion to a post that is not elected, until its trial is decided on.
with over as (
  select t.move, min(t.decided_on) as decided_on
  from cadres_trial_end as t
  group by t.move
)
select m.record_id, m.unit, m.person, m.record_id as move, m.decided_on as since, o.decided_on as until
from cadres_move as m
left join over as o on o.move = m.record_id
where m.change = 'promotion' and m.to_seat is not null and m.elected_on is null
  and (o.decided_on is null or o.decided_on > m.decided_on)
