-- Violations: a note in a unit without a system in force on that day that lets notes be kept.
select c.noted_on
from candidate as c
where not exists (
  select s.record_id
  from talks_scheme as s
  where s.unit = c.unit and s.notes = 1 and s.from_on <= c.noted_on and (s.ended_on is null or s.ended_on > c.noted_on)
)
