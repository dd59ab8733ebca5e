-- Violations: more present than due, or more votes than present.
select c.due, c.present, c.agree + c.disagree + c.defer as spoken
from candidate as c
where c.present > c.due or c.agree + c.disagree + c.defer > c.present
