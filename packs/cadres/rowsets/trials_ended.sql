-- Evidence: one row per decision.
select t.record_id, t.unit, t.move, t.decided_on as day
from cadres_trial_end as t
