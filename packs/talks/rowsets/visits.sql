-- Evidence: one row per visit offered, with the person.
select v.record_id, v.unit, v.person, v.outcome, v.visited_on as day
from talks_visit as v
