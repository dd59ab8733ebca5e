-- Evidence: one row per brand, while it is in use.
select b.record_id, b.unit, b.level, b.from_on as since, b.ended_on as until
from brand_brand as b
