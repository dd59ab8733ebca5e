-- Evidence: two rows per loan, one for each side.
select l.record_id, l.unit, - l.posts as qty, l.lent_on as since, coalesce(l.ended_on, l.term_end_on) as until
from posts_loan as l
union all
select l.record_id, l.borrower, l.posts, l.lent_on, coalesce(l.ended_on, l.term_end_on)
from posts_loan as l
-- the lender's row and the borrower's stand in two partitions
