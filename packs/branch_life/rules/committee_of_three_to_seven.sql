-- Violations: a branch committee of fewer than three or more than seven.
select c.seats
from candidate as c
where c.sort in ('branch', 'joint') and (c.seats < 3 or c.seats > 7)
