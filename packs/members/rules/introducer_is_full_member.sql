-- Violations: a introducer who is no full member on the day of being named.
select c.named_on
from candidate as c
where c.role = 'introducer'
  and not exists (
    select r.record_id
    from roll as r
    where r.person = c.sponsor and r.stage = 'full' and r.since <= c.named_on and (r.until is null or r.until > c.named_on)
  )
