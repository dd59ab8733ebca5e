-- Violations: another penalty for drink-driving of a commercial vehicle.
select c.licence, c.fine, c.detention
from candidate as c
join cases_proceeding as p on p.record_id = c.proceeding
where p.conduct = 'commercial_drink' and c.outcome = 'penalty'
  and (c.licence <> 'revoked' or c.detention is null or c.detention <> 15 or c.fine is null or c.fine <> 500000)
