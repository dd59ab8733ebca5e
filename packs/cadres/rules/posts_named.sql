-- Violations: a move into a post that names none, or out of office that names none.
select c.decided_on
from candidate as c
where (c.change in ('promotion', 'further_use', 'lateral') and c.to_seat is null)
  or (c.change in ('removal', 'retirement') and c.from_seat is null)
