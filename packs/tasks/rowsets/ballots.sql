-- Evidence: six rows per box, each with one of its counts.
select e.record_id, e.unit, 'sent' as part, e.voters, e.sent as qty, e.counted_on as day
from tasks_public_evaluation as e
union all
select e.record_id, e.unit, 'returned', e.voters, e.returned, e.counted_on
from tasks_public_evaluation as e
union all
select e.record_id, e.unit, 'valid', e.voters, e.valid, e.counted_on
from tasks_public_evaluation as e
union all
select e.record_id, e.unit, 'satisfied', e.voters, e.satisfied, e.counted_on
from tasks_public_evaluation as e
union all
select e.record_id, e.unit, 'basically', e.voters, e.basically, e.counted_on
from tasks_public_evaluation as e
union all
select e.record_id, e.unit, 'dissatisfied', e.voters, e.dissatisfied, e.counted_on
from tasks_public_evaluation as e
