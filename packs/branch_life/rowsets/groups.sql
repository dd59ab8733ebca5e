-- Evidence: one row per group, from its forming to its end.
select g.record_id, g.unit, g.record_id as group_id, g.formed_on as since, g.ended_on as until
from branch_life_group as g
