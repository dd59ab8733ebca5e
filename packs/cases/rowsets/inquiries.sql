-- Evidence: one row per inquiry.
select i.record_id, i.unit, i.form, i.answer, i.asked_on as day
from cases_interference as i
