-- Violations: somebody elected by a ballot with more papers returned than voters.
select b.returned, b.voters
from candidate as c
join congress_ballot as b on b.record_id = c.ballot
where c.decision = 'elected' and b.returned > b.voters
