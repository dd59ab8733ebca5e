-- Evidence: one row per lecture, weighing its listeners.
select l.record_id, l.unit, l.present as qty, l.held_on as day
from study_lecture as l
