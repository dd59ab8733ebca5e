-- Evidence: one row per problem while it is open, and one from its answer on.
with answer as (
  select a.problem, min(a.answered_on) as answered_on
  from study_problem_answer as a
  group by a.problem
)
select p.record_id, p.unit, 'open' as state, p.raised_on as since, a.answered_on as until
from study_problem as p
left join answer as a on a.problem = p.record_id
where a.answered_on is null or a.answered_on > p.raised_on
union all
select p.record_id, p.unit, 'answered', case when a.answered_on > p.raised_on then a.answered_on else p.raised_on end, null
from study_problem as p
join answer as a on a.problem = p.record_id
