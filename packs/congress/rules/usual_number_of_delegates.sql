-- Violations: a congress of fewer than a hundred or more than two hundred delegates.
select c.delegates
from candidate as c
where c.form = 'delegates' and (c.delegates < 100 or c.delegates > 200)
