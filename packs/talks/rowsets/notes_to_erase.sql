-- Evidence: one row per note, from twelve months after it was made until it is ended; it names nobody.
select n.record_id, n.unit, n.erase_by_on as since, n.ended_on as until
from talks_note as n
where n.ended_on is null or n.ended_on > n.erase_by_on
