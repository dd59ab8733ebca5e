-- Evidence: one row per probation and per extension, from the branch meeting to the day on which it ends.
with decision as (
  select v.record_id, v.unit, v.person, v.matter, v.held_on as day, 'voted' as answer, 1 as turn,
    case when v.matter = 'extension' then v.extended_until_on else v.one_year_on end as ends_on, v.eighteen_months_on, v.two_years_on
  from members_vote as v
  union all
  select a.record_id, a.unit, a.person, a.matter, a.approved_on, a.conclusion, 2, a.approved_on, a.approved_on, a.approved_on
  from members_approval as a
),
answered as (
  select d.record_id, d.unit, d.person, d.matter, d.day, d.answer, d.ends_on, d.eighteen_months_on, d.two_years_on,
    lead(d.answer) over (partition by d.person, d.matter order by d.day, d.turn, d.record_id) as next_answer
  from decision as d
)
select w.record_id, w.unit, w.person, case when w.matter = 'extension' then 'yes' else 'no' end as extended,
  w.eighteen_months_on as shortest_on, w.two_years_on as longest_on, w.day as since, w.ends_on as until
from answered as w
where w.answer = 'voted' and w.next_answer = 'approved' and w.matter in ('admission', 'extension')
union all
select m.record_id, m.unit, m.person, 'no', m.eighteen_months_on, m.two_years_on, m.probation_from_on, m.one_year_on
from members_membership as m
where m.form = 'probationary' and m.probation_from_on is not null
