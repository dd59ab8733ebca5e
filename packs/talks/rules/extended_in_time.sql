-- Violations: an extension approved after the last of the sixty days.
select n.close_by_on, c.approved_on
from candidate as c
join talks_need as n on n.record_id = c.need
where c.approved_on > n.close_by_on
