-- Evidence: one row per answer on a conversion, extension or cancellation, approved or not.
select a.record_id, a.unit, a.person, a.approved_on as day
from members_approval as a
where a.matter <> 'admission'
