-- Evidence: one row per reply and per closing.
select r.record_id, r.unit, r.need, r.told_on as day
from talks_need_reply as r
union all
select k.record_id, k.unit, k.need, k.closed_on
from talks_need_closure as k
