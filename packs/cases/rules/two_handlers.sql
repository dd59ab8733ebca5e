-- Violations: a decision by the general procedure with fewer than two officers named in the case on that day.
select count(distinct h.person) as handlers
from candidate as c
left join cases_handler as h on h.proceeding = c.proceeding
  and h.named_on <= c.decided_on and (h.ended_on is null or h.ended_on > c.decided_on)
where c.procedure = 'general'
group by c.procedure
having count(distinct h.person) < 2
