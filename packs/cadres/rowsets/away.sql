-- Evidence: one row per posting, from its first day to its end.
select s.record_id, s.unit, s.person, 'secondment' as form, s.from_on as since, s.ended_on as until
from cadres_secondment as s
union all
select s.record_id, s.unit, s.person, 'shadowing', s.from_on, s.ended_on
from cadres_shadowing as s
union all
select s.record_id, s.unit, s.person, 'sending', s.from_on, s.ended_on
from cadres_sending as s
union all
select b.record_id, b.unit, b.person, 'borrowing', b.from_on, b.ended_on
from cadres_borrowing as b
