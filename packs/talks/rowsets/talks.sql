-- Evidence: one row per talk, with the person talked to.
select t.record_id, t.unit, t.person, t.role, t.talked_on as day
from talks_talk as t
