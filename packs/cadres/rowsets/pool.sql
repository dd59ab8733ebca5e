-- Evidence: one row per decision, until the end or the next decision on the same person.
with spell as (
  select e.record_id, e.unit, e.person, e.entered_on, e.ended_on,
    lead(e.entered_on) over (partition by e.person order by e.entered_on, e.record_id) as next_on
  from cadres_pool_entry as e
),
closed as (
  select s.record_id, s.unit, s.person, s.entered_on as since,
    case when s.next_on is null or s.ended_on < s.next_on then s.ended_on else s.next_on end as until
  from spell as s
)
select c.record_id, c.unit, c.person, c.since, c.until
from closed as c
where c.until is null or c.until > c.since
