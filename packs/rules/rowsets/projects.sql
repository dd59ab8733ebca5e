-- Evidence: one row per project.
select p.record_id, p.unit, p.record_id as project,
  case when exists (select i.record_id from rules_instrument as i where i.project = p.record_id) then 'yes' else 'no' end as made,
  p.set_up_on as day
from rules_project as p
