-- Violations: a post left that the person had not taken up by then.
select c.decided_on
from candidate as c
where c.from_seat is not null
  and not exists (
    select m.record_id
    from cadres_move as m
    where m.person = c.person and m.to_seat = c.from_seat and m.record_id <> c.record_id and m.decided_on <= c.decided_on
  )
