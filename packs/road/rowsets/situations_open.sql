-- Evidence: one row per report that is not the last, from its day until the next one; nothing where both are of one day.
with followed as (
  select f.follows, min(f.reported_on) as reported_on
  from road_situation as f
  where f.follows is not null
  group by f.follows
)
select s.record_id, s.unit, s.title, s.next_on, s.reported_on as since, f.reported_on as until
from road_situation as s
left join followed as f on f.follows = s.record_id
where s.next_on is not null and (f.reported_on is null or f.reported_on > s.reported_on)
