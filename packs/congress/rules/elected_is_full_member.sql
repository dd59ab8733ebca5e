-- Violations: somebody elected who is no full member on that day.
select c.announced_on
from candidate as c
where c.decision = 'elected'
  and not exists (
    select r.record_id
    from members_roll as r
    where r.person = c.person and r.stage = 'full' and r.since <= c.announced_on and (r.until is null or r.until > c.announced_on)
  )
