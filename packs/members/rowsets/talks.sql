-- Evidence: one row per talk with an applicant.
select t.record_id, t.unit, t.person, t.talked_on as day
from members_talk as t
