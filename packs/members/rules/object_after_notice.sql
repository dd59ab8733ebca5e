-- Violations: a decision without a notice that has been up for five working days.
select c.decided_on
from candidate as c
where not exists (
  select n.record_id
  from members_notice as n
  where n.person = c.person and n.stage = 'object' and n.over_on <= c.decided_on
)
