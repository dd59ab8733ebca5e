-- Evidence: one row per promotion to a post that is not elected.
select m.record_id, m.unit, m.person, m.record_id as move, m.one_year_on, m.decided_on as day
from cadres_move as m
where m.change = 'promotion' and m.to_seat is not null and m.elected_on is null
