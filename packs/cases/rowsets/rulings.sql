-- Evidence: one row per ruling.
select r.record_id, r.unit, r.recusal, r.conclusion, r.ruled_on as day
from cases_recusal_ruling as r
