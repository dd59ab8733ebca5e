-- Evidence: one row per person who left a post, on the first day no longer in it.
select p.record_id, p.unit, p.category, p.person, p.ended_on as day
from establishment_placement as p
where p.ended_on is not null
