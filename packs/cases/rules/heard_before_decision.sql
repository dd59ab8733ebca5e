-- Violations: a penalty by the general procedure before all three steps were taken.
select count(distinct s.step) as steps
from candidate as c
left join cases_step as s on s.proceeding = c.proceeding and s.step in ('inquiry', 'told', 'plea') and s.done_on <= c.decided_on
where c.procedure = 'general' and c.outcome = 'penalty'
group by c.procedure
having count(distinct s.step) < 3
