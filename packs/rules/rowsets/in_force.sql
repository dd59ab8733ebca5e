-- Evidence: one row per instrument, from the day it came into force until its first end.
select i.record_id, i.unit, i.record_id as text, i.title as instrument, i.level, i.form, i.in_force_on as since, e.ended_on as until
from rules_instrument as i
left join ended as e on e.text = i.record_id
where e.ended_on is null or e.ended_on > i.in_force_on
