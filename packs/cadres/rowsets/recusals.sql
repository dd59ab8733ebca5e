-- Evidence: one row per declaration; it names nobody.
select r.record_id, r.unit, r.record_id as recusal, r.ground, r.declared_on as day
from cadres_recusal as r
