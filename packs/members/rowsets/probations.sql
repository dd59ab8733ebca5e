-- Evidence: one row per probation and per extension, from the branch meeting to the day on which it ends.
select r.record_id, r.unit, r.person, case when r.matter = 'extension' then 'yes' else 'no' end as extended,
  r.eighteen_months_on as shortest_on, r.two_years_on as longest_on, r.day as since,
  case when r.matter = 'extension' then r.extended_until_on else r.one_year_on end as until
from resolution as r
where r.matter in ('admission', 'extension')
union all
select m.record_id, m.unit, m.person, 'no', m.eighteen_months_on, m.two_years_on, m.probation_from_on, m.one_year_on
from members_membership as m
where m.form = 'probationary' and m.probation_from_on is not null
