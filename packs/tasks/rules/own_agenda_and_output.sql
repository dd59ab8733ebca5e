-- Violations: each pair of duties of one meeting that share an agenda or an output: the larger one does not count.
select distinct a.agenda, a.output
from candidate as c
join tasks_meeting__duties as a on a.record_id = c.record_id
join tasks_meeting__duties as b on b.record_id = c.record_id
where a.duty < b.duty and (a.agenda = b.agenda or a.output = b.output)
