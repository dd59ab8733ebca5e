-- Evidence: one row per signature under the register of crashes; one that was withdrawn ends on that day.
select s.record_id, s.unit, s.from_on as since,
  case when s.ended_on is not null and s.ended_on < s.until_on then s.ended_on else s.until_on end as until
from core_signature as s
where s.register = 'road.crashes'
