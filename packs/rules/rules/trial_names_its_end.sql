-- Violations: a text on trial, or for the time being, without a last day.
select c.form
from candidate as c
where c.form in ('trial', 'provisional') and c.trial_ends_on is null
