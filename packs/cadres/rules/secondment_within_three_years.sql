-- Violations: a term that ends later than three years after its first day.
select c.from_on, c.term_end_on
from candidate as c
where c.term_end_on > c.limit_on
