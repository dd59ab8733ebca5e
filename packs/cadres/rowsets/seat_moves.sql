-- Evidence: one row per move into a post, at the body that has it.
select m.record_id, s.unit, m.person, m.to_seat as seat, m.change, s.standing, s.body, m.decided_on as day
from cadres_move as m
join cadres_seat as s on s.record_id = m.to_seat
