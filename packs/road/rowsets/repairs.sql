-- Evidence: one row per breakdown, on its day.
select x.record_id, x.unit, x.fault, x.helped_on as day
from road_help as x
where x.matter = 'breakdown' and x.fault is not null
