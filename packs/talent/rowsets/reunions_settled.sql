-- Evidence: one row per case confirmed, with the cadre: one a case, whoever of the two is a cadre.
with settled as (
  select s.reunion, min(s.done_on) as done_on
  from talent_reunion_step as s
  where s.stage = 'confirmed'
  group by s.reunion
)
select r.record_id, r.unit, r.person, r.record_id as reunion, s.done_on as day
from talent_reunion as r
join settled as s on s.reunion = r.record_id
