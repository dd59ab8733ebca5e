-- Violations: each other organisation of the enterprise that stands on the day of founding.
select o.record_id, o.founded_on
from candidate as c
join coverage_organisation as o on o.enterprise = c.enterprise
where o.record_id <> c.record_id and o.founded_on <= c.founded_on and (o.ended_on is null or o.ended_on > c.founded_on)
