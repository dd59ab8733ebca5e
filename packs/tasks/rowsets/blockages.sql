-- Evidence: one row per unit that a task waits for, until the way is free, or the task is closed or withdrawn.
with over as (
  select k.task, k.closed_on as over_on
  from tasks_task_closure as k
  union all
  select t.record_id, t.ended_on
  from tasks_task as t
  where t.ended_on is not null
),
first_over as (
  select o.task, min(o.over_on) as over_on
  from over as o
  group by o.task
)
select b.record_id, b.unit, b.task, b.blocker, b.since_on as since,
  case when b.ended_on is null or f.over_on < b.ended_on then f.over_on else b.ended_on end as until
from tasks_blockage as b
left join first_over as f on f.task = b.task
where f.over_on is null or f.over_on > b.since_on
