-- Violations: an exceptional promotion when the one before it was exceptional too.
select m.record_id, m.decided_on as promoted_on
from candidate as c
join cadres_move as m on m.person = c.person
where c.change = 'promotion' and c.exceptional = 1 and m.change = 'promotion' and m.exceptional = 1
  and m.decided_on = (
    select max(b.decided_on)
    from cadres_move as b
    where b.person = c.person and b.change = 'promotion' and b.decided_on < c.decided_on
  )
