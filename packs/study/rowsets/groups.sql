-- Evidence: one row per group, from founding to end.
select g.record_id, g.unit, g.founded_on as since, g.ended_on as until
from study_group as g
