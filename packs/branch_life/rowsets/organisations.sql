-- Evidence: one row per organisation, from its founding to its end.
select o.record_id, o.unit, o.sort, case when o.seats is null then 'no' else 'yes' end as committee,
  o.founded_on as since, coalesce(o.ended_on, o.until_on) as until
from branch_life_organisation as o
