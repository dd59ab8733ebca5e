-- Violations: a second look at a finding that was not put right by that day.
select f.found_on
from candidate as c
join integrity_finding as f on f.record_id = c.finding
where not exists (
  select r.record_id from integrity_remedy as r where r.finding = c.finding and r.remedied_on <= c.looked_on
)
