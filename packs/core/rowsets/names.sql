-- Evidence: one row per name of a unit, from its founding or renaming until the next renaming.
with called as (
  select u.record_id, u.unit, u.name, u.short, u.from_on, 0 as renamed
  from core_unit as u
  union all
  select c.record_id, c.unit, c.name, c.short, c.changed_on, 1 as renamed
  from core_unit_change as c
  where c.name is not null
),
spell as (
  select c.record_id, c.unit, c.name, c.short, c.from_on,
    lead(c.from_on) over (partition by c.unit order by c.renamed, c.from_on, c.record_id) as next_on
  from called as c
)
select s.record_id, s.unit, s.name, s.short, s.from_on as since, s.next_on as until
from spell as s
where s.next_on is null or s.next_on > s.from_on
