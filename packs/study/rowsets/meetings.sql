-- Evidence: one row per meeting, with what its first item was.
with opening as (
  select a.record_id, min(a.matter) as matter
  from study_meeting__agenda as a
  where a.item = 1
  group by a.record_id
)
select m.record_id, m.unit, coalesce(o.matter, 'none') as first, m.held_on as day
from study_meeting as m
left join opening as o on o.record_id = m.record_id
