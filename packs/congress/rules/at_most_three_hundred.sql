-- Violations: a congress of more than three hundred delegates.
select c.delegates
from candidate as c
where c.form = 'delegates' and c.delegates > 300
