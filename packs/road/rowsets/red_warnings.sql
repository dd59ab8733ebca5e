-- Evidence: one row per red warning, on its day.
select w.record_id, w.unit, w.issued_on as day
from road_warning as w
where w.level = 'red'
