-- Evidence: one row per pre-review that was passed, on the day of the answer.
select p.record_id, p.unit, p.person, p.replied_on as day
from members_pre_review as p
where p.conclusion = 'passed'
