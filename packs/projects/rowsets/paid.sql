-- Evidence: one row per payment, weighing its amount.
select p.record_id, p.unit, p.allocation, p.amount as qty, p.paid_on as day
from projects_payment as p
