-- Evidence: one row per organisation, on the day it was founded.
select o.record_id, o.unit, o.enterprise, o.form, o.founded_on as day
from coverage_organisation as o
