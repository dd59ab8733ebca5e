-- Violations: a decision on somebody with whom nobody has talked since the latest application.
select c.decided_on
from candidate as c
where not exists (
  select t.record_id
  from members_talk as t
  where t.person = c.person
    and t.talked_on <= c.decided_on
    and t.talked_on >= (
      select max(a.applied_on)
      from members_application as a
      where a.person = c.person and a.matter = 'admission' and a.applied_on <= c.decided_on
    )
)
