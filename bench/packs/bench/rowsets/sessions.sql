-- Evidence: one row per person and session.
select s.record_id, s.unit, s.person, s.hours as qty, s.course, s.held_on as day
from bench_session as s
