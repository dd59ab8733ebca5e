-- Evidence: one row per hand-over.
select h.record_id, h.unit, h.evacuation, h.handed_on as day
from road_handover as h
