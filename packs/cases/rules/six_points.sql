-- Violations: a review passed with fewer than six points looked at.
select c.on_party + c.on_facts + c.on_nature + c.on_law + c.on_procedure + c.on_measure as looked_at
from candidate as c
where c.verdict = 'passed'
  and c.on_party + c.on_facts + c.on_nature + c.on_law + c.on_procedure + c.on_measure < 6
