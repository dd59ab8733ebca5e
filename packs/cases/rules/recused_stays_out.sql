-- Violations: somebody named in a case after a ruling that he stays out of it.
select u.ruled_on
from candidate as c
join cases_recusal as r on r.proceeding = c.proceeding and r.person = c.person
join cases_recusal_ruling as u on u.recusal = r.record_id and u.conclusion = 'upheld'
where u.ruled_on <= c.named_on
