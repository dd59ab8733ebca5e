-- Evidence: one row per figure that a document printed.
select f.record_id, f.unit, f.source, f.words, f.printed, f.last_on, f.printed_on as day
from published_figure as f
