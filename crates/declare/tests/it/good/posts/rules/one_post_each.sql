-- Violations: another post of the same person that had not ended by then.
select p.record_id, p.unit, p.category, 1 as posts
from candidate as c
join posts_placement as p on p.holder = c.holder and p.record_id <> c.record_id
where p.entered_on <= c.entered_on and (p.ended_on is null or p.ended_on > c.entered_on)
