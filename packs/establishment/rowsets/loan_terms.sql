-- Evidence: one row per loan, at the borrower, from the day of lending; a return ends nothing here, it is looked up.
select l.record_id, l.borrower as unit, l.return_on, l.lent_on as since, null as until
from establishment_loan as l
