-- Evidence: one row per sitting; four fifths of those due, rounded up, must be present, and more than half of those present elect.
select m.record_id, m.unit, m.convening, m.due, m.present, coalesce(m.excused, 0) as excused,
  (4 * m.due + 4) / 5 as quorum, m.present / 2 + 1 as majority, (4 * m.due + 4) / 5 as qty, m.held_on as day
from congress_meeting as m
