-- Evidence: one row per member, from the decision to its end.
select r.record_id, r.unit, r.person, r.released_on as since, r.ended_on as until
from branch_life_release as r
