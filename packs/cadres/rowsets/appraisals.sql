-- Evidence: one row per person appraised.
select a.record_id, a.unit, a.person, a.round, r.form, a.decided_on as day
from cadres_appraisal as a
join cadres_appraisal_round as r on r.record_id = a.round
