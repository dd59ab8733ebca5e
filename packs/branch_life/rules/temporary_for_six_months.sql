-- Violations: a temporary branch that ends on no day, or later than after six months.
select c.six_months_on
from candidate as c
where c.sort = 'temporary' and (c.until_on is null or c.until_on > c.six_months_on)
