-- Evidence: one row per convening that follows a term, on the day it was decided.
select v.record_id, v.unit, v.record_id as convening, v.term_until_on, v.decided_on as day
from congress_convening as v
where v.term_until_on is not null
