-- Evidence: one row per person and meeting at which he or she was due, or present all the same.
select x.record_id, x.unit, x.person, x.state, x.held_on as day
from branch_life_session__roll as x
where x.state = 'present'
  or not exists (
    select r.record_id
    from branch_life_release as r
    where r.person = x.person and r.released_on <= x.held_on and (r.ended_on is null or r.ended_on > x.held_on)
  )
