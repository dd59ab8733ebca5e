-- Evidence: one row per review.
select k.record_id, k.unit, k.person, k.conclusion, k.reviewed_on as day
from congress_credential as k
