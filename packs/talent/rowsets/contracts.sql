-- Evidence: one row per contract, from its first day to its end.
select c.record_id, c.unit, c.person, c.terms, c.from_on as since, c.ended_on as until
from talent_contract as c
