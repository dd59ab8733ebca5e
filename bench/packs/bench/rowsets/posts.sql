-- Evidence: one row per person and time in a post.
select p.record_id, p.unit, p.person, p.hours as qty, p.category, p.from_on as since, coalesce(p.ended_on, p.until_on) as until
from bench_post as p
