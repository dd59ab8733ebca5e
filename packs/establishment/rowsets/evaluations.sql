-- Evidence: one row per evaluation.
select e.record_id, e.unit, e.verdict, e.evaluated_on as day
from establishment_evaluation as e
