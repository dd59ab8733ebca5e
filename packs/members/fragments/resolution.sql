-- Evidence: one row per vote that the higher committee has approved, on the day of the meeting, with the days that are counted from it.
select w.record_id, w.unit, w.person, w.matter, w.day, w.one_year_on, w.eighteen_months_on, w.two_years_on, w.extended_until_on
from (
  select d.record_id, d.unit, d.person, d.matter, d.day, d.answer, d.one_year_on, d.eighteen_months_on, d.two_years_on, d.extended_until_on,
    lead(d.answer) over (partition by d.person, d.matter order by d.day, d.turn, d.record_id) as next_answer
  from (
    select v.record_id, v.unit, v.person, v.matter, v.held_on as day, 'voted' as answer, 1 as turn,
      v.one_year_on, v.eighteen_months_on, v.two_years_on, v.extended_until_on
    from members_vote as v
    union all
    select a.record_id, a.unit, a.person, a.matter, a.approved_on, a.conclusion, 2, a.approved_on, a.approved_on, a.approved_on, a.approved_on
    from members_approval as a
  ) as d
) as w
where w.answer = 'voted' and w.next_answer = 'approved'
