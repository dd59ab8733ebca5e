-- Evidence: one row per person and recruitment.
select r.record_id, r.unit, r.person, r.source, r.recruited_on as day
from talent_recruitment as r
