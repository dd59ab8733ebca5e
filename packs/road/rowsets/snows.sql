-- Evidence: one row per observation of snow, on its day.
select x.record_id, x.unit, x.snow as qty, x.observed_on as day
from road_weather as x
where x.snow is not null
