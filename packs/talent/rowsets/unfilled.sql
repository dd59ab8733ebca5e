-- Evidence: one row per demand weighing the people sought, and one per person found with minus one; both until the demand is closed, a person engaged only until leaving.
select d.record_id, d.unit, d.seats as qty, d.record_id as demand, d.field, d.raised_on as since, d.ended_on as until
from talent_demand as d
union all
select r.record_id, d.unit, -1, r.demand, d.field, r.recruited_on, d.ended_on
from talent_recruitment as r
join talent_demand as d on d.record_id = r.demand
where d.ended_on is null or d.ended_on > r.recruited_on
union all
select e.record_id, d.unit, -1, e.demand, d.field, e.from_on,
  case when d.ended_on is null or e.ended_on < d.ended_on then e.ended_on else d.ended_on end
from talent_engagement as e
join talent_demand as d on d.record_id = e.demand
where d.ended_on is null or d.ended_on > e.from_on
