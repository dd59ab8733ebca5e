-- Violations: each other piece of the unit, sort and number.
select i.record_id, i.number, i.made_on
from candidate as c
join brand_issue as i on i.unit = c.unit
where i.record_id <> c.record_id and i.sort = c.sort and i.number = c.number
