-- Violations: the text that is revised ends on another day than this one begins.
select i.record_id, i.title
from candidate as c
join rules_instrument as i on i.record_id = c.revises
where not exists (
  select f.record_id from in_force as f where f.text = c.revises and f.until = c.in_force_on
)
