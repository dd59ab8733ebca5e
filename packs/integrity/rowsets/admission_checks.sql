-- Evidence: one row per admission looked at.
select k.record_id, k.unit,
  case when exists (select x.record_id from integrity_admission_check__defects as x where x.record_id = k.record_id) then 'some' else 'none' end as answer,
  k.checked_on as day
from integrity_admission_check as k
