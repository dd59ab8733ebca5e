-- Evidence: one row per recusal.
select r.record_id, r.unit, r.record_id as recusal, r.declared_on as day
from cases_recusal as r
