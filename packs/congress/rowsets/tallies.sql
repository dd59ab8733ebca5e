-- Evidence: one row per name and ballot, with its votes in favour.
select t.record_id, t.unit, t.person, t.ballot, b.body, b.turn, t.no, t.abstain, t.decision, t.yes as qty, t.announced_on as day
from congress_tally as t
join congress_ballot as b on b.record_id = t.ballot
