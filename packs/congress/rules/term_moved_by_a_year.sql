-- Violations: a sitting more than a year before or after the last day of the term.
select v.term_until_on, v.earliest_on, v.latest_on
from candidate as c
join congress_convening as v on v.record_id = c.convening
where c.held_on < v.earliest_on or c.held_on > v.latest_on
