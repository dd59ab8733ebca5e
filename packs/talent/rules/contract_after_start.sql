-- Violations: a term that ends on the first day or before.
select c.from_on, c.term_end_on
from candidate as c
where c.term_end_on <= c.from_on
