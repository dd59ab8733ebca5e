-- Violations: a vote on an extension of a probation that was extended before.
select p.until as extended_until_on
from candidate as c
join probations as p on p.person = c.person
where c.matter = 'extension' and p.extended = 'yes' and p.record_id <> c.record_id
  and p.since >= (
    select max(f.since) from probations as f where f.person = c.person and f.extended = 'no' and f.since <= c.held_on)
