-- Violations: another text of the same title that is in force in the same register when this one comes into force.
select f.record_id, f.since
from candidate as c
join in_force as f on f.instrument = c.title and f.unit = c.unit
where f.record_id <> c.record_id and f.since <= c.in_force_on and (f.until is null or f.until > c.in_force_on)
