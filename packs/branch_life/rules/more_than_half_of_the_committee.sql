-- Violations: a committee meeting at which half of the committee or fewer were present.
with present as (
  select c.unit, c.held_on, count(x.record_id) as present
  from candidate as c
  left join branch_life_session__roll as x on x.record_id = c.record_id and x.state = 'present'
  where c.form = 'committee'
  group by c.unit, c.held_on
)
select p.present, o.seats
from present as p
join branch_life_organisation as o on o.unit = p.unit
  and o.founded_on <= p.held_on and (o.ended_on is null or o.ended_on > p.held_on)
where 2 * p.present <= o.seats
