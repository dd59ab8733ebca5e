-- Evidence: one row per posting, on its first day; it names nobody.
select s.record_id, s.unit, s.term_end_on, s.from_on as day
from cadres_secondment as s
union all
select s.record_id, s.unit, s.term_end_on, s.from_on
from cadres_shadowing as s
union all
select s.record_id, s.unit, s.term_end_on, s.from_on
from cadres_sending as s
union all
select b.record_id, b.unit, b.term_end_on, b.from_on
from cadres_borrowing as b
