-- Evidence: one row per finding, on the day it was made.
select f.record_id, f.unit, f.record_id as finding, f.source,
  case when exists (select r.record_id from integrity_remedy as r where r.finding = f.record_id) then 'yes' else 'no' end as remedied,
  f.found_on as day
from integrity_finding as f
