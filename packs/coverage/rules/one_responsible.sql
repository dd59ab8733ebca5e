-- Violations: each other first responsible person of the unit on the first day of this one.
select r.record_id, r.from_on
from candidate as c
join coverage_responsible as r on r.unit = c.unit
where r.record_id <> c.record_id and r.from_on <= c.from_on and (r.ended_on is null or r.ended_on > c.from_on)
