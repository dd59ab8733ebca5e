-- Evidence: one row per trial or provisional instrument, and one per extension, until it ends or is kept for good.
with ending as (
  select e.text, e.ended_on
  from ended as e
  union all
  select v.instrument, v.next_on
  from rules_evaluation as v
  where v.outcome = 'kept'
),
closed as (
  select e.text, min(e.ended_on) as ended_on
  from ending as e
  group by e.text
),
trial as (
  select i.record_id, i.unit, i.record_id as text, i.title as instrument, i.trial_ends_on as ends_on, i.in_force_on as since
  from rules_instrument as i
  where i.trial_ends_on is not null
  union all
  select v.record_id, v.unit, v.instrument, i.title, v.extended_to, v.next_on
  from rules_evaluation as v
  join rules_instrument as i on i.record_id = v.instrument
  where v.outcome = 'extended' and v.extended_to is not null
)
select t.record_id, t.unit, t.text, t.instrument, t.ends_on, t.since, e.ended_on as until
from trial as t
left join closed as e on e.text = t.text
where e.ended_on is null or e.ended_on > t.since
