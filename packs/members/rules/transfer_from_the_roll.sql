-- Violations: a transfer of somebody who stands on no roll of this ledger and so is not counted.
select c.received_on
from candidate as c
where not exists (select r.record_id from roll as r where r.person = c.person and r.record_id = c.record_id)
