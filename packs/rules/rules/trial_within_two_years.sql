-- Violations: a trial of more than two years.
select c.trial_ends_on
from candidate as c
where c.trial_ends_on >= c.two_years_on
