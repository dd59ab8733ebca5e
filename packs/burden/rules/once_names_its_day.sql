-- Violations: a single request without a day, or with one that has passed.
select c.title
from candidate as c
where c.every = 'once' and (c.answer_on is null or c.answer_on < c.asked_on)
