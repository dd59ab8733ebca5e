-- Evidence: one row per post, from its setting up to its end.
select s.record_id, s.unit, s.standing, s.body, case when s.priority = 1 then 'yes' else 'no' end as priority, s.set_on as since, s.ended_on as until
from cadres_seat as s
