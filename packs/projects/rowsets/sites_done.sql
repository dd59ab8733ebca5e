-- Evidence: one row per site, from its first acceptance on.
with accepted as (
  select d.site, min(d.done_on) as done_on
  from projects_site_done as d
  group by d.site
)
select s.record_id, s.unit, a.done_on as since, s.ended_on as until
from projects_site as s
join accepted as a on a.site = s.record_id
where s.ended_on is null or s.ended_on > a.done_on
