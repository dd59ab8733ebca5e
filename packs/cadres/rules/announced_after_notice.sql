-- Violations: a promotion without a notice that had run its five working days before the day of announcement.
select c.decided_on
from candidate as c
where c.change = 'promotion'
  and not exists (
    select n.record_id
    from cadres_notice as n
    where n.proceeding = c.proceeding and n.ends_on < c.announced_on
  )
