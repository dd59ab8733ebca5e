-- Evidence: one row per posting ended, on the first day back.
select s.record_id, s.unit, s.ended_on as day
from cadres_secondment as s
where s.ended_on is not null
union all
select s.record_id, s.unit, s.ended_on
from cadres_shadowing as s
where s.ended_on is not null
union all
select s.record_id, s.unit, s.ended_on
from cadres_sending as s
where s.ended_on is not null
union all
select b.record_id, b.unit, b.ended_on
from cadres_borrowing as b
where b.ended_on is not null
