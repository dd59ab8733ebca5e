-- Violations: a decision on somebody who was never decided on as an activist by that day.
select c.decided_on
from candidate as c
where not exists (
  select a.record_id from members_activist as a where a.person = c.person and a.decided_on <= c.decided_on
)
