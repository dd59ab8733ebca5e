-- Violations: a deputy promoted to a head post of county level or above who took up no deputy post two years before or earlier.
select c.decided_on
from candidate as c
join cadres_seat as t on t.record_id = c.to_seat
where c.change = 'promotion' and c.held = 'deputy' and c.rank in ('county', 'bureau') and (c.exceptional is null or c.exceptional <> 1) and t.standing = 'head'
  and not exists (
    select m.record_id
    from cadres_move as m
    join cadres_seat as s on s.record_id = m.to_seat
    where m.person = c.person and s.standing = 'deputy' and m.two_years_on <= c.decided_on
  )
