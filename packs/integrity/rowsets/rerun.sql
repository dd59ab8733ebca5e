-- Evidence: one row per vote on an admission and step missing before it.
with admission as (
  select v.record_id, v.unit, v.person, v.held_on
  from members_vote as v
  where v.matter = 'admission'
)
select a.record_id, a.unit, a.person, 'talk' as missing, a.held_on as day
from admission as a
where not exists (select t.record_id from members_talk as t where t.person = a.person and t.talked_on <= a.held_on)
union all
select a.record_id, a.unit, a.person, 'year', a.held_on
from admission as a
where not exists (
  select d.record_id
  from members_activist as d
  join members_object as o on o.person = d.person and o.decided_on >= d.one_year_on and o.decided_on <= a.held_on
  where d.person = a.person
)
union all
select a.record_id, a.unit, a.person, 'review', a.held_on
from admission as a
where not exists (
  select r.record_id from members_review as r where r.person = a.person and r.conclusion = 'passed' and r.concluded_on <= a.held_on
)
union all
select a.record_id, a.unit, a.person, 'training', a.held_on
from admission as a
where not exists (
  select t.record_id from members_training as t where t.person = a.person and t.course = 'object' and t.trained_on <= a.held_on
)
union all
select a.record_id, a.unit, a.person, 'pre_review', a.held_on
from admission as a
where not exists (
  select p.record_id from members_pre_review as p where p.person = a.person and p.conclusion = 'passed' and p.replied_on <= a.held_on
)
