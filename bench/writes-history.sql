-- What the tables of bench/writes.sql hold before anything is timed: :rows records of units that the timed work does not touch.

insert into unit select 'h' || n from generate_series(0, :rows / 20) as n;

insert into entry (record_id, seq, unit, entered_on, decision_no)
select 'h' || n, n, 'h' || n / 20, date '2017-01-01' + (n % 2900)::int, 'history'
from generate_series(1, :rows) as n;

insert into held (record_id, unit, since, added_seq)
select e.record_id, e.unit, e.entered_on, e.seq from entry as e;

insert into monthly
select e.unit, date_trunc('month', e.entered_on)::date, count(*) from entry as e group by 1, 2;

insert into journal (seq, id, body, hash)
select e.seq, e.record_id,
  jsonb_build_object('id', e.record_id, 'kind', 'small.entry', 'unit', e.unit, 'entered_on', e.entered_on, 'decision_no', e.decision_no)::text,
  sha256(convert_to(e.record_id, 'UTF8'))
from entry as e;

update head set seq = :rows;
select setval('next_seq', :rows);
analyze;
