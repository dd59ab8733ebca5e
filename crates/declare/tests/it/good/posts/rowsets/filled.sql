-- Evidence: one row per person in a post, from entry to end.
select p.record_id, p.unit, p.category, p.holder as person, p.entered_on as since, p.ended_on as until
from posts_placement as p
