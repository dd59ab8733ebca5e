-- Violations: a list to be voted on with fewer names than six fifths of its seats.
select c.candidates, s.seats
from candidate as c
join congress_seats as s on s.convening = c.convening and s.unit = c.unit and s.body = c.body
where c.step = 'prepared' and c.body in ('delegates', 'committee') and 5 * c.candidates < 6 * s.seats
