-- Evidence: one row per matter followed up, on the day it was issued.
select s.record_id, s.unit, s.warrant, s.issued_on as day
from tasks_supervision as s
