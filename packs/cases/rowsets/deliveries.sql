-- Evidence: one row per delivery.
select d.record_id, d.unit, d.decision, d.delivered_on as day
from cases_delivery as d
