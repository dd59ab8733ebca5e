-- Violations: an extension that ends on no day, or sooner than half a year or later than a year after the first term.
select p.shortest_on, p.longest_on
from candidate as c
join probations as p on p.person = c.person and p.extended = 'no'
where c.matter = 'extension'
  and p.since = (
    select max(f.since) from probations as f where f.person = c.person and f.extended = 'no' and f.since <= c.held_on)
  and (c.extended_until_on is null or c.extended_until_on < p.shortest_on or c.extended_until_on > p.longest_on)
