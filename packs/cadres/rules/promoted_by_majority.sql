-- Violations: a promotion to whose last decision no more than half of those due agreed.
select d.held_on, d.due, d.agree
from candidate as c
join cadres_decision as d on d.proceeding = c.proceeding
where c.change = 'promotion'
  and d.held_on = (
    select max(b.held_on)
    from cadres_decision as b
    where b.proceeding = c.proceeding and b.held_on <= c.decided_on
  )
  and d.agree * 2 <= d.due
