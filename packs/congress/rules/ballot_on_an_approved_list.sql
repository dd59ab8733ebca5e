-- Violations: a ballot on delegates in a unit whose list was not approved by that day.
select c.cast_on
from candidate as c
join congress_meeting as m on m.record_id = c.meeting
where c.body = 'delegates'
  and not exists (
    select n.record_id
    from congress_nomination as n
    where n.convening = m.convening and n.unit = c.unit and n.body = 'delegates' and n.step = 'prepared' and n.noted_on <= c.cast_on
  )
