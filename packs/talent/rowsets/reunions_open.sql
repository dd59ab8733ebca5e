-- Evidence: one row per case, until it is first confirmed; it names nobody.
with settled as (
  select s.reunion, min(s.done_on) as done_on
  from talent_reunion_step as s
  where s.stage = 'confirmed'
  group by s.reunion
)
select r.record_id, r.unit, r.record_id as reunion, r.raised_on as since, s.done_on as until
from talent_reunion as r
left join settled as s on s.reunion = r.record_id
where s.done_on is null or s.done_on > r.raised_on
