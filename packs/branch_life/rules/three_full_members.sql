-- Violations: a branch set up where fewer than three full members stand on the roll that day.
select count(r.record_id) as full_members
from candidate as c
left join members_roll as r on r.unit = c.unit and r.stage = 'full'
  and r.since <= c.founded_on and (r.until is null or r.until > c.founded_on)
where c.sort = 'branch'
group by c.sort
having count(r.record_id) < 3
