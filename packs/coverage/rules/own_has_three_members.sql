-- Violations: an organisation of its own with fewer than three full members.
select c.full_members
from candidate as c
where c.form = 'own' and c.full_members < 3
