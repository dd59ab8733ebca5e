-- Evidence: one row per school or hospital and stretch of days on which the system is in force there.
select a.record_id, i.unit, i.sort, a.institution, a.adopted_on as since,
  case when i.ended_on is null or a.ended_on < i.ended_on then a.ended_on else i.ended_on end as until
from coverage_adoption as a
join coverage_institution as i on i.record_id = a.institution
where i.ended_on is null or i.ended_on > a.adopted_on
