-- Evidence: one row per person in a borrowed post, from entry to end.
select p.record_id, p.unit, p.category, p.person, p.entered_on as since, p.ended_on as until
from establishment_pool_placement as p
