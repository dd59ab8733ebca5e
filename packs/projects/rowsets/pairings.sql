-- Evidence: one row per count, weighing its sites, until the next one of the same unit.
with spell as (
  select p.record_id, p.unit, p.sites, p.counted_on, p.ended_on,
    lead(p.counted_on) over (partition by p.unit order by p.counted_on, p.record_id) as next_on
  from projects_pairing as p
),
closed as (
  select s.record_id, s.unit, s.sites, s.counted_on as since,
    case when s.next_on is null or s.ended_on < s.next_on then s.ended_on else s.next_on end as until
  from spell as s
)
select c.record_id, c.unit, c.sites as qty, c.since, c.until
from closed as c
where c.until is null or c.until > c.since
