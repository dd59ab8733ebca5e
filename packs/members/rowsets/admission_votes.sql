-- Evidence: one row per vote on an admission, whatever came of it.
select v.record_id, v.unit, v.person, v.held_on as day
from members_vote as v
where v.matter = 'admission'
