-- Evidence: one row per person who entered a post, on that day.
select p.record_id, p.unit, p.category, p.person, p.entered_on as day
from establishment_placement as p
