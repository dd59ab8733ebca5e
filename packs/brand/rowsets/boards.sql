-- Evidence: one row per display board, while it is up.
select b.record_id, b.unit, b.from_on as since, b.ended_on as until
from brand_board as b
