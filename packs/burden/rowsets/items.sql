-- Evidence: one row per item of a request, while it lasts.
select m.record_id, m.unit, m.item, case when m.indicator is not null or m.why = 'in_ledger' then 'ledger' else 'asked' end as source,
  m.asked_on as since, m.ended_on as until
from burden_request__items as m
