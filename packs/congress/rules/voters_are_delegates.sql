-- Violations: a sitting of the congress with more due than delegates were elected and not found unfit.
with sitting as (
  select c.due, (
    select count(t.record_id)
    from congress_meeting as m
    join congress_ballot as b on b.meeting = m.record_id and b.body = 'delegates'
    join congress_tally as t on t.ballot = b.record_id and t.decision = 'elected'
    where m.convening = c.convening
      and not exists (select k.record_id from congress_credential as k where k.tally = t.record_id and k.conclusion <> 'fit')
  ) as delegates
  from candidate as c
  join congress_convening as v on v.record_id = c.convening and v.unit = c.unit and v.form = 'delegates'
)
select s.due, s.delegates
from sitting as s
where s.due > s.delegates
