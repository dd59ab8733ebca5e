-- Violations: an extension without a day, or to a day that has passed.
select c.outcome
from candidate as c
where c.outcome = 'extended' and (c.extended_to is null or c.extended_to < c.evaluated_on)
