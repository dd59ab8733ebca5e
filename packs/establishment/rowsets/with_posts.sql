-- Evidence: one row per unit, from the first approval of posts, named by it.
with ordered as (
  select q.record_id, q.unit, q.approved_on, row_number() over (partition by q.unit order by q.approved_on, q.record_id) as turn,
    max(coalesce(q.ended_on, '9999-12-31')) over (partition by q.unit) as last_on
  from establishment_quota as q
)
select o.record_id, o.unit, o.approved_on as since, case when o.last_on < '9999-12-31' then o.last_on end as until
from ordered as o
where o.turn = 1
