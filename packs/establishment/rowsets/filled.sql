-- Evidence: one row per person in a post, from entry to end.
select p.record_id, p.unit, p.category, p.person, p.entered_on as since, p.ended_on as until
from establishment_placement as p
