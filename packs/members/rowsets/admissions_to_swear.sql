-- Evidence: one row per admission approved, on the day of approval.
select a.record_id, a.unit, a.person, a.approved_on as day
from members_approval as a
where a.matter = 'admission' and a.conclusion = 'approved'
