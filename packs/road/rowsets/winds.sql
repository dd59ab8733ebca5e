-- Evidence: one row per observation of wind, on its day.
select x.record_id, x.unit, x.wind as qty, x.observed_on as day
from road_weather as x
where x.wind is not null
