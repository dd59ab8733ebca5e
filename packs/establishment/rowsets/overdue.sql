-- Evidence: one row per loan that outlasts its term, at the borrower, from the day after the end of the term to return.
select l.record_id, l.borrower as unit, l.category, l.posts as qty, l.overdue_on as since, l.ended_on as until
from establishment_loan as l
where l.ended_on is null or l.ended_on > l.overdue_on
