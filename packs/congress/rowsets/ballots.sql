-- Evidence: one row per ballot.
select b.record_id, b.unit, b.body, case when b.returned > b.voters then 'void' else 'good' end as validity, b.cast_on as day
from congress_ballot as b
