-- Evidence: one row per meeting of a group.
select s.record_id, s.unit, s.group_of as group_id, s.held_on as day
from branch_life_session as s
where s.form = 'group' and s.group_of is not null
