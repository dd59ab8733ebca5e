-- Violations: the text ends on another day than it is abolished.
select i.record_id, i.title
from candidate as c
join rules_instrument as i on i.record_id = c.instrument
where not exists (
  select f.record_id from in_force as f where f.text = c.instrument and f.until = c.abolished_on
)
