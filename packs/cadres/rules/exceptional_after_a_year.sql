-- Violations: each promotion less than a year before an exceptional one.
select m.record_id, m.decided_on as promoted_on, c.decided_on
from candidate as c
join cadres_move as m on m.person = c.person
where c.change = 'promotion' and c.exceptional = 1 and m.change = 'promotion' and m.record_id <> c.record_id
  and m.decided_on <= c.decided_on and m.one_year_on > c.decided_on
