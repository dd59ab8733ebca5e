-- Evidence: one row per ballot and box.
select x.record_id, x.unit, b.body, b.turn, x.box, x.signed_by, x.held as qty, b.cast_on as day
from congress_ballot__boxes as x
join congress_ballot as b on b.record_id = x.record_id
