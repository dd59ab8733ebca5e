-- Evidence: one row per person at a session.
select p.record_id, p.unit, p.who as person, p.hours as qty, p.held_on, p.held_on as day
from posts_session__present as p
