-- Violations: a meeting without a study item at the first place.
select c.held_on
from candidate as c
where not exists (
  select a.record_id
  from study_meeting__agenda as a
  where a.record_id = c.record_id and a.item = 1 and a.matter = 'learning'
)
