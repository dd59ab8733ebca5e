-- Evidence: one row per paper and answer, at the unit that answered.
select p.record_id, r.unit, r.replied_on as day
from drill_paper as p
join drill_reply as r on r.paper = p.record_id
