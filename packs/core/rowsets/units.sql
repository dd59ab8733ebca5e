-- Evidence: one row per unit, from its founding to its end.
select u.record_id, u.unit, u.sort, u.from_on as since, u.ended_on as until
from core_unit as u
