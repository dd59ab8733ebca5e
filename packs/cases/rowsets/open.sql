-- Evidence: one row per case, from its acceptance to the first decision.
with first_decision as (
  select d.proceeding, min(d.decided_on) as decided_on
  from cases_decision as d
  group by d.proceeding
)
select p.record_id, p.unit, p.record_id as proceeding, p.conduct, p.accepted_on as since, f.decided_on as until
from cases_proceeding as p
left join first_decision as f on f.proceeding = p.record_id
where f.decided_on is null or f.decided_on > p.accepted_on
