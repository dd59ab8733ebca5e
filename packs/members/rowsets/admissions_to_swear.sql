-- Evidence: one row per admission approved from 2026-05-11 on, on the day of approval.
select a.record_id, a.unit, a.person, a.approved_on as day
from members_approval as a
where a.matter = 'admission' and a.conclusion = 'approved' and a.approved_on >= '2026-05-11'
