-- Evidence: one row per loan, at the borrower, on the day its term ends.
select l.record_id, l.borrower as unit, l.term_end_on as day
from establishment_loan as l
