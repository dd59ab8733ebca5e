-- Evidence: one row per person named.
select s.record_id, s.unit, s.person, s.convening, s.role, s.named_on as day
from congress_scrutineer as s
