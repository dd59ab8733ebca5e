-- Evidence: one row per motion, recommendation, inspection, decision and notice.
select p.record_id, p.unit, p.record_id as proceeding, 'motion' as stage, p.opened_on as day
from cadres_proceeding as p
union all
select s.record_id, s.unit, s.proceeding, s.stage, s.done_on
from cadres_step as s
union all
select d.record_id, d.unit, d.proceeding, 'decision', d.held_on
from cadres_decision as d
union all
select n.record_id, n.unit, n.proceeding, 'notice', n.posted_on
from cadres_notice as n
