-- Evidence: one row per instrument.
select i.record_id, i.unit, i.record_id as text, i.title as instrument,
  case when i.revises is null then 'made' else 'revised' end as change, i.level, i.form, i.issued_on as day
from rules_instrument as i
