-- Violations: more excellent results in the round than a fifth of those due, or a quarter where a larger share was approved.
with counted as (
  select r.due, r.larger,
    (select count(*) from cadres_appraisal as a where a.round = c.round and a.result = 'excellent') as chosen
  from candidate as c
  join cadres_appraisal_round as r on r.record_id = c.round
  where c.result = 'excellent'
)
select n.due, n.chosen
from counted as n
where n.chosen * case when n.larger = 1 then 4 else 5 end > n.due
