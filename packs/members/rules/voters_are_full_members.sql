-- Violations: a vote with more due than there are full members of the branch on that day.
select c.due, count(r.record_id) as full_members
from candidate as c
left join roll as r on r.unit = c.unit and r.stage = 'full' and r.since <= c.held_on and (r.until is null or r.until > c.held_on)
group by c.due
having c.due > count(r.record_id)
