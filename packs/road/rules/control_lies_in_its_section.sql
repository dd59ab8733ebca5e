-- Violations: marks in the wrong order, or beyond an end of the section.
select c.from_mark, c.to_mark, s.from_mark as first_mark, s.to_mark as last_mark
from candidate as c
join road_section as s on s.record_id = c.section
where c.from_mark >= c.to_mark or c.from_mark < s.from_mark or c.to_mark > s.to_mark
