-- Evidence: one row per person and stay on a unit's staff, from the first visit made or declined to the end of the stay.
with stay as (
  select s.record_id, s.unit, s.person, s.from_on, s.ended_on,
    lead(s.from_on) over (partition by s.person order by s.from_on, s.record_id) as next_on
  from core_service as s
  where s.terms = 'staff'
),
closed as (
  select t.record_id, t.unit, t.person, t.from_on,
    case when t.next_on is null or t.ended_on < t.next_on then t.ended_on else t.next_on end as until
  from stay as t
),
first_visit as (
  select v.person, min(v.visited_on) as visited_on
  from talks_visit as v
  group by v.person
),
met as (
  select c.record_id, c.unit, c.person, case when f.visited_on > c.from_on then f.visited_on else c.from_on end as since, c.until
  from closed as c
  join first_visit as f on f.person = c.person
)
select m.record_id, m.unit, m.person, m.since, m.until
from met as m
where m.until is null or m.until > m.since
