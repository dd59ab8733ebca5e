-- Violations: voters left out of those due, without the paper that approves it.
select c.excused
from candidate as c
where c.excused > 0 and c.excused_by is null
