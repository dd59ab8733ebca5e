-- Violations: each other lecture of the unit with the same series and number.
select l.record_id, l.series, l.issue, l.held_on
from candidate as c
join study_lecture as l on l.unit = c.unit
where l.series = c.series and l.issue = c.issue and l.record_id <> c.record_id
