-- Violations: a decision on somebody for whom no contact was named by that day.
select c.decided_on
from candidate as c
where not exists (
  select s.record_id
  from members_sponsor as s
  where s.person = c.person and s.role = 'contact' and s.named_on <= c.decided_on
)
