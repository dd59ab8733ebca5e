-- Evidence: one row per decision to convene.
select v.record_id, v.unit, v.form, v.number as qty, v.decided_on as day
from congress_convening as v
