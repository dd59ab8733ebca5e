-- Evidence: one row per decision.
select d.record_id, d.unit, d.recusal, d.decided_on as day
from cadres_recusal_decision as d
