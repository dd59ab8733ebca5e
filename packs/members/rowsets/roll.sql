-- Evidence: one row per person, unit and stage, from the step that led there to the next: nobody stands twice on any day.
-- A resolution counts from the day of the meeting, once the higher committee has approved it; a full member is one from the end of probation.
with step as (
  select r.record_id, r.unit, r.person, r.day, 'probation' as step, 4 as height, r.one_year_on as ends_on
  from resolution as r
  where r.matter = 'admission'
  union all
  select r.record_id, r.unit, r.person, r.day, 'extension', 4, r.extended_until_on
  from resolution as r
  where r.matter = 'extension'
  union all
  select m.record_id, m.unit, m.person, m.from_on, 'probation', 4, m.one_year_on
  from members_membership as m
  where m.form = 'probationary'
  union all
  select m.record_id, m.unit, m.person, m.from_on, 'full', 5, m.from_on
  from members_membership as m
  where m.form = 'full'
  union all
  select r.record_id, r.unit, r.person, r.day, 'conversion', 5, r.day
  from resolution as r
  where r.matter = 'conversion'
  union all
  select p.record_id, p.unit, p.person, p.applied_on, 'applied', 1, p.applied_on
  from members_application as p
  where p.matter = 'admission'
  union all
  select t.record_id, t.unit, t.person, t.decided_on, 'chosen', 2, t.decided_on
  from members_activist as t
  union all
  select o.record_id, o.unit, o.person, o.decided_on, 'chosen', 3, o.decided_on
  from members_object as o
  union all
  select f.record_id, f.unit, f.person, f.received_on, 'moved', 0, f.received_on
  from members_transfer as f
  union all
  select l.record_id, l.unit, l.person, l.left_on, 'left', 0, l.left_on
  from members_departure as l
  union all
  select r.record_id, r.unit, r.person, r.day, 'left', 0, r.day
  from resolution as r
  where r.matter = 'cancellation'
),
probation as (
  select s.record_id, s.unit, s.person, s.day, s.step, s.height,
    max(case when s.step in ('probation', 'extension') then s.ends_on end)
      over (partition by s.person order by s.day, s.height, s.record_id rows between unbounded preceding and current row) as ends_on
  from step as s
),
dated as (
  select p.record_id, p.unit, p.person, p.step, p.height,
    case when p.step = 'conversion' then coalesce(p.ends_on, p.day) else p.day end as day,
    case when p.step = 'left' then 9 when p.step = 'moved' then 8 else p.height end as turn
  from probation as p
  where p.step <> 'extension'
),
spell as (
  select d.record_id, d.unit, d.person, d.day, d.turn, d.height,
    sum(case when d.step = 'left' then 1 else 0 end) over (partition by d.person order by d.day, d.turn, d.record_id) as spell_no,
    lead(d.day) over (partition by d.person order by d.day, d.turn, d.record_id) as until
  from dated as d
),
stood as (
  select s.record_id, s.unit, s.person, s.day, s.until,
    max(s.height) over (partition by s.person, s.spell_no order by s.day, s.turn, s.record_id) as height
  from spell as s
)
select s.record_id, s.unit, s.person,
  case s.height when 1 then 'applicant' when 2 then 'activist' when 3 then 'object' when 4 then 'probationary' else 'full' end as stage,
  s.day as since, s.until
from stood as s
where s.height > 0 and (s.until is null or s.until > s.day)
