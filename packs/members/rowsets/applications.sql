-- Evidence: one row per written application to join, on the day on which it was handed in.
select a.record_id, a.unit, a.person, a.applied_on as day
from members_application as a
where a.matter = 'admission'
