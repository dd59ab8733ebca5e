-- Evidence: one row per round, weighing those due.
select r.record_id, r.unit, r.form, r.due as qty, r.decided_on as day
from cadres_appraisal_round as r
