-- Violations: a branch without a committee where seven full members or more stand on the roll that day.
select count(r.record_id) as full_members
from candidate as c
join members_roll as r on r.unit = c.unit and r.stage = 'full'
  and r.since <= c.founded_on and (r.until is null or r.until > c.founded_on)
where c.sort = 'branch' and c.seats is null
having count(r.record_id) >= 7
