-- Evidence: three rows per ballot, one per state of its papers.
select b.record_id, b.unit, b.body, b.turn, 'issued' as state, b.voters as qty, b.cast_on as day
from congress_ballot as b
union all
select b.record_id, b.unit, b.body, b.turn, 'returned', b.returned, b.cast_on
from congress_ballot as b
union all
select b.record_id, b.unit, b.body, b.turn, 'valid', b.valid, b.cast_on
from congress_ballot as b
