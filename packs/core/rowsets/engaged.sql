-- Evidence: one row per engagement outside the staff, from its first day to its end.
select s.record_id, s.unit, s.person, s.terms, s.from_on as since, s.ended_on as until
from core_service as s
where s.terms <> 'staff'
