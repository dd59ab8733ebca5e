-- Evidence: one row per matter not answered by its day, at the unit that is to answer, from the day after to the answer.
with answer as (
  select r.supervision, min(r.replied_on) as replied_on
  from tasks_supervision_reply as r
  group by r.supervision
)
select s.record_id, s.target as unit, s.overdue_on as since, a.replied_on as until
from tasks_supervision as s
left join answer as a on a.supervision = s.record_id
where a.replied_on is null or a.replied_on > s.overdue_on
