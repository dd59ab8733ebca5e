-- Violations: a loan to the lender itself, or one whose term ends by the day on which it begins.
select c.unit, c.lent_on, c.term_end_on
from candidate as c
where c.borrower = c.unit or c.term_end_on <= c.lent_on
