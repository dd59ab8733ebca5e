-- Evidence: one row per trial that has run out, from the day after its last day until it ends, is kept, or is extended.
with ending as (
  select e.text, e.ended_on
  from ended as e
  union all
  select v.instrument, v.evaluated_on
  from rules_evaluation as v
  where v.outcome = 'kept'
),
closed as (
  select e.text, min(e.ended_on) as ended_on
  from ending as e
  group by e.text
),
run_out as (
  select i.record_id, i.unit, i.record_id as text, i.title as instrument, i.trial_over_on as over_on
  from rules_instrument as i
  where i.trial_over_on is not null
  union all
  select v.record_id, v.unit, v.instrument, i.title, v.over_on
  from rules_evaluation as v
  join rules_instrument as i on i.record_id = v.instrument
  where v.outcome = 'extended' and v.over_on is not null
),
stretch as (
  select r.record_id, r.unit, r.text, r.instrument, r.over_on as since,
    (
      select min(v.evaluated_on)
      from rules_evaluation as v
      where v.instrument = r.text and v.outcome = 'extended' and v.over_on > r.over_on
    ) as extended_on
  from run_out as r
)
select s.record_id, s.unit, s.text, s.instrument, s.since,
  case when s.extended_on is not null and (e.ended_on is null or s.extended_on < e.ended_on) then s.extended_on else e.ended_on end as until
from stretch as s
left join closed as e on e.text = s.text
where (e.ended_on is null or e.ended_on > s.since) and (s.extended_on is null or s.extended_on > s.since)
