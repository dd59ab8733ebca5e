-- Violations: more answers on one name than valid papers.
select c.yes + c.no + c.abstain as answers, b.valid
from candidate as c
join congress_ballot as b on b.record_id = c.ballot
where c.yes + c.no + c.abstain > b.valid
