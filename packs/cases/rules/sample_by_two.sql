-- Violations: a sample without an officer, or with nobody beside the officer.
select c.officers, c.auxiliaries
from candidate as c
where c.sort = 'sample' and (c.officers < 1 or c.officers + c.auxiliaries < 2)
