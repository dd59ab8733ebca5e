-- Evidence: one row per loan at its borrower, from lending to return: the same records as at the lender, so the two sums are one.
select l.record_id, l.borrower as unit, l.category, l.posts as qty, l.lent_on as since, l.ended_on as until
from establishment_loan as l
