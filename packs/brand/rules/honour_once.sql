-- Violations: each other record of the same title, document and unit.
select h.record_id, h.granted_on
from candidate as c
join brand_honour as h on h.unit = c.unit
where h.record_id <> c.record_id and h.title = c.title and h.document = c.document
