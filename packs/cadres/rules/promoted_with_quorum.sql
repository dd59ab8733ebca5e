-- Violations: a promotion whose last decision was taken with fewer than two thirds present.
select d.held_on, d.due, d.present
from candidate as c
join cadres_decision as d on d.proceeding = c.proceeding
where c.change = 'promotion'
  and d.held_on = (
    select max(b.held_on)
    from cadres_decision as b
    where b.proceeding = c.proceeding and b.held_on <= c.decided_on
  )
  and d.present * 3 < d.due * 2
