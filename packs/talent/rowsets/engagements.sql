-- Evidence: one row per engagement, on its first day.
select e.record_id, e.unit, e.person, e.field, e.from_on as day
from talent_engagement as e
