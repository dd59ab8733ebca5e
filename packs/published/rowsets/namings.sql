-- Evidence: one row per phrase that means an indicator, while it is so.
select n.record_id, n.unit, n.words, n.indicator, n.from_on as since, n.ended_on as until
from published_naming as n
