-- Evidence: one row per person on the staff of a unit, until the person leaves or joins the next unit: never in two at once.
with spell as (
  select s.record_id, s.unit, s.person, s.from_on, s.ended_on,
    lead(s.from_on) over (partition by s.person order by s.from_on, s.record_id) as next_on
  from core_service as s
  where s.terms = 'staff'
),
closed as (
  select p.record_id, p.unit, p.person, p.from_on as since,
    case when p.next_on is null or p.ended_on < p.next_on then p.ended_on else p.next_on end as until
  from spell as p
)
select c.record_id, c.unit, c.person, c.since, c.until
from closed as c
where c.until is null or c.until > c.since
