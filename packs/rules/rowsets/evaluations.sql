-- Evidence: one row per evaluation.
select v.record_id, v.unit, v.instrument as text, v.outcome, v.evaluated_on as day
from rules_evaluation as v
