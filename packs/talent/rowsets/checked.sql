-- Evidence: one row per stay on a staff and check, for a year or until the next check, within the stay.
with spell as (
  select s.record_id, s.unit, s.person, s.from_on, s.ended_on,
    lead(s.from_on) over (partition by s.person order by s.from_on, s.record_id) as next_on
  from core_service as s
  where s.terms = 'staff'
),
stay as (
  select p.unit, p.person, p.from_on,
    case when p.next_on is null or p.ended_on < p.next_on then p.ended_on else p.next_on end as over_on
  from spell as p
),
turn as (
  select h.record_id, h.person, h.checked_on, h.due_again_on,
    lead(h.checked_on) over (partition by h.person order by h.checked_on, h.record_id) as next_on
  from talent_health_check as h
),
valid as (
  select t.record_id, t.person, t.checked_on,
    case when t.next_on < t.due_again_on then t.next_on else t.due_again_on end as lapses_on
  from turn as t
),
overlap as (
  select v.record_id, s.unit, v.person,
    case when v.checked_on > s.from_on then v.checked_on else s.from_on end as since,
    case when s.over_on < v.lapses_on then s.over_on else v.lapses_on end as until
  from valid as v
  join stay as s on s.person = v.person
)
select b.record_id, b.unit, b.person, b.since, b.until
from overlap as b
where b.until > b.since
