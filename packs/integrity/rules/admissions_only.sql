-- Violations: a check of a vote that was not on an admission.
select v.held_on
from candidate as c
join members_vote as v on v.record_id = c.vote
where v.matter <> 'admission'
