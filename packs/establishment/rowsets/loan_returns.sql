-- Evidence: one row per loan returned, at the borrower.
select l.record_id, l.borrower as unit, l.ended_on as day
from establishment_loan as l
where l.ended_on is not null
