-- Evidence: one row per loan, at the lender, on the last day of its term.
select l.record_id, l.unit, case when l.ended_on <= l.return_on then 'yes' else 'no' end as returned, l.term_end_on as day
from establishment_loan as l
