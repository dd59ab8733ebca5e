-- Violations: a penalty by the summary procedure beyond a warning or two hundred yuan.
select c.fine, c.licence, c.detention
from candidate as c
where c.procedure = 'summary' and (c.fine > 20000 or c.licence <> 'kept' or c.detention is not null)
