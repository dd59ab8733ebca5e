-- Violations: a penalty for drunk driving that keeps the licence or leaves out criminal liability.
select c.licence, c.decided_on
from candidate as c
join cases_proceeding as p on p.record_id = c.proceeding
where p.conduct in ('drunk', 'commercial_drunk') and c.outcome = 'penalty'
  and (c.licence <> 'revoked' or c.criminal is null or c.criminal <> 1)
