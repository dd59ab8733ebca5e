-- Evidence: one row per admission for which more than half of those due voted.
select v.record_id, v.unit, v.person, v.held_on as day
from members_vote as v
where v.matter = 'admission' and 2 * (v.yes + v.written) > v.due
