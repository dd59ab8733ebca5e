-- Evidence: one row per release from a duty, while it lasts.
select e.record_id, e.unit, e.cadence, e.from_on as since, coalesce(e.ended_on, e.until_on) as until
from core_exemption as e
