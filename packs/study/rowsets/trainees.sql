-- Evidence: one row per person followed, until the end or the next record of the same person.
with spell as (
  select t.record_id, t.unit, t.person, t.tier, t.from_on, t.ended_on,
    lead(t.from_on) over (partition by t.person order by t.from_on, t.record_id) as next_on
  from study_trainee as t
),
closed as (
  select s.record_id, s.unit, s.person, s.tier, s.from_on as since,
    case when s.next_on is null or s.ended_on < s.next_on then s.ended_on else s.next_on end as until
  from spell as s
)
select c.record_id, c.unit, c.person, c.tier, c.since, c.until
from closed as c
where c.until is null or c.until > c.since
