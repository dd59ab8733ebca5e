-- Violations: an item that another request asks of the same unit on that day.
select o.record_id, o.item, o.since
from candidate as c
join items as m on m.record_id = c.record_id
join items as o on o.unit = m.unit and o.item = m.item
where o.record_id <> c.record_id and o.since <= c.asked_on and (o.until is null or o.until > c.asked_on)
