-- Evidence: one row per pre-review that was passed since the rules of 2026, which first gave the meeting a term, on the day of the answer.
select p.record_id, p.unit, p.person, p.replied_on as day
from members_pre_review as p
where p.conclusion = 'passed' and p.replied_on >= '2026-05-11'
