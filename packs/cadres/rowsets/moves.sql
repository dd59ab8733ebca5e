-- Evidence: one row per move.
select m.record_id, m.unit, m.person, m.change, m.rank, m.origin, m.held, m.decided_on as day
from cadres_move as m
