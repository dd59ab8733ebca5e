-- Evidence: one row per section with its length in metres: the difference of its marks and its broken chains.
with broken as (
  select b.record_id, sum(b.metres) as metres
  from road_section__breaks as b
  group by b.record_id
)
select s.record_id, s.unit, s.to_mark - s.from_mark + coalesce(b.metres, 0) as qty, s.from_on as since, s.ended_on as until
from road_section as s
left join broken as b on b.record_id = s.record_id
