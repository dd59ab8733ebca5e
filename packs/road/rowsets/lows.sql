-- Evidence: one row per observation of the lowest temperature, on its day.
select x.record_id, x.unit, x.low as qty, x.observed_on as day
from road_weather as x
where x.low is not null
