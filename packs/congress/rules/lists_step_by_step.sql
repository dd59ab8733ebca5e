-- Violations: a step of a list of delegates whose step before has not been taken in this unit.
select c.noted_on, c.candidates
from candidate as c
where c.body = 'delegates'
  and (
    c.step = 'preliminary' and not exists (
      select n.record_id
      from congress_nomination as n
      where n.convening = c.convening and n.unit = c.unit and n.body = 'delegates' and n.step = 'nominated' and n.noted_on <= c.noted_on
    )
    or c.step = 'prepared' and not exists (
      select n.record_id
      from congress_nomination as n
      where n.convening = c.convening and n.unit = c.unit and n.body = 'delegates' and n.step = 'preliminary' and n.noted_on <= c.noted_on
    )
  )
