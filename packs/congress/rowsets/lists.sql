-- Evidence: one row per step of a list.
select n.record_id, n.unit, n.body, n.step, n.candidates as qty, n.noted_on as day
from congress_nomination as n
