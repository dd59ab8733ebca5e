-- Violations: each other hand-over of the same person.
select h.record_id, h.handed_on
from candidate as c
join road_handover as h on h.evacuation = c.evacuation
where h.record_id <> c.record_id
