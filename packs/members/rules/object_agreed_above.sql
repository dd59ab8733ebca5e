-- Violations: a political review of a development object, decided on by the rules of 2026, to whom the higher committee has not agreed by that day.
select o.record_id, o.decided_on, c.concluded_on
from candidate as c
join members_object as o on o.person = c.person
where o.decided_on >= '2026-05-11' and o.decided_on <= c.concluded_on
  and not exists (
    select f.record_id
    from members_filing as f
    where f.person = c.person and f.stage = 'object' and f.action = 'agreed' and f.filed_on <= c.concluded_on
  )
