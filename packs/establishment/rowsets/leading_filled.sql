-- Evidence: one row per person in a leading post, from appointment to end.
select p.record_id, p.unit, p.level, p.person, p.appointed_on as since, p.ended_on as until
from establishment_leading_post as p
