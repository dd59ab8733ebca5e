-- Evidence: one row per person and roll.
select m.record_id, m.unit, m.person, m.from_on as since, coalesce(m.ended_on, m.until_on) as until
from bench_member as m
