-- Evidence: one row per engagement, from its first day to its end.
select e.record_id, e.unit, e.person, e.field, e.from_on as since, e.ended_on as until
from talent_engagement as e
