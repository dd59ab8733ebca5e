-- Violations: more present than expected.
select c.present, c.expected
from candidate as c
where c.present > c.expected
