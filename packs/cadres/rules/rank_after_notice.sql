-- Violations: a rise in rank without a notice on its motion by its day.
select c.decided_on
from candidate as c
where c.change = 'rank_advance'
  and not exists (
    select n.record_id
    from cadres_notice as n
    where n.proceeding = c.proceeding and n.posted_on <= c.decided_on
  )
