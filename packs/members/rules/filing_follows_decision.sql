-- Violations: a filing of an activist, an object or an admission of which there is no decision by that day.
select c.filed_on
from candidate as c
where (c.stage = 'activist' and not exists (
    select a.record_id from members_activist as a where a.person = c.person and a.decided_on <= c.filed_on))
  or (c.stage = 'object' and not exists (
    select o.record_id from members_object as o where o.person = c.person and o.decided_on <= c.filed_on))
  or (c.stage = 'probationary' and not exists (
    select p.record_id from members_approval as p
    where p.person = c.person and p.matter = 'admission' and p.conclusion = 'approved' and p.approved_on <= c.filed_on))
