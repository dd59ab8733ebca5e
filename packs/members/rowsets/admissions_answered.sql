-- Evidence: one row per answer on an admission, approved or not.
select a.record_id, a.unit, a.person, a.approved_on as day
from members_approval as a
where a.matter = 'admission'
