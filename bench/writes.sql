-- The small work of the bench on PostgreSQL: one kind, one row set, one rule, one indicator with its sums by month.
-- One call of enter() is one record and one transaction. `cargo xtask bench writes` loads this into an empty database.
-- Settings of the server: fsync and synchronous_commit on, the rest as bench/writes.conf says.

create table unit (unit text primary key);

-- The kind: versions of records.
create table entry (
  record_id text not null, seq bigint not null, removed_seq bigint,
  unit text not null references unit, entered_on date not null, decision_no text, ended_on date,
  primary key (record_id, seq)
);
create unique index entry_live on entry (record_id) where removed_seq is null;
create index entry_unit on entry (unit) where removed_seq is null;

-- The row set: evidence.
create table held (
  record_id text not null, unit text not null, since date not null, until date,
  added_seq bigint not null, removed_seq bigint
);
create index held_live on held (unit) where removed_seq is null;
create index held_unit_since on held (unit, since);

-- The indicator, summed by unit and month.
create table monthly (unit text not null, month date not null, joined bigint not null, primary key (unit, month));

-- The journal: the body as canonical text, and the chain.
create table journal (seq bigint primary key, id text not null unique, body text not null, hash bytea);
create table head (seq bigint not null, hash bytea not null);
insert into head values (0, '\x');
create sequence next_seq;

-- Puts one record in, or returns 0 and leaves nothing where the rule refuses; `chained` hashes it inside the transaction.
create function enter(p_id text, p_unit text, p_on date, p_no text, chained boolean) returns bigint
language plpgsql as $$
declare
  s bigint;
  h bytea;
  b text;
  earlier text;
begin
  b := jsonb_build_object('id', p_id, 'kind', 'small.entry', 'unit', p_unit, 'entered_on', p_on, 'decision_no', p_no)::text;
  -- The same id and body gives the same answer, another body is refused.
  select j.seq, j.body into s, earlier from journal as j where j.id = p_id;
  if found then
    return case when earlier = b then s else -1 end;
  end if;
  -- Writers of one unit wait for one another, or two could take its last place.
  perform 1 from unit as u where u.unit = p_unit for update;
  if not found then
    return -2;
  end if;
  if chained then
    select d.seq + 1, d.hash into s, h from head as d for update;
  else
    s := nextval('next_seq');
  end if;
  insert into entry (record_id, seq, unit, entered_on, decision_no) values (p_id, s, p_unit, p_on, p_no);
  insert into held (record_id, unit, since, added_seq) values (p_id, p_unit, p_on, s);
  -- The rule: on no day from this one on does the unit hold more than twenty.
  if exists (
    select 1 from (
      select t.day, sum(sum(t.step)) over (order by t.day) as n
      from (
        select greatest(x.since, p_on) as day, 1 as step from held as x
        where x.unit = p_unit and x.removed_seq is null and (x.until is null or x.until > p_on)
        union all
        select x.until, -1 from held as x
        where x.unit = p_unit and x.removed_seq is null and x.until > p_on
      ) as t
      group by t.day
    ) as balance
    where balance.n > 20
  ) then
    raise exception 'more than twenty';
  end if;
  insert into monthly (unit, month, joined) values (p_unit, date_trunc('month', p_on)::date, 1)
    on conflict (unit, month) do update set joined = monthly.joined + 1;
  if chained then
    h := sha256(h || convert_to(b, 'UTF8'));
    insert into journal values (s, p_id, b, h);
    update head set seq = s, hash = h;
  else
    insert into journal values (s, p_id, b, null);
  end if;
  return s;
end $$;

-- Chains what was committed without a hash, in the order of its numbers; runs beside the writers.
create index journal_open on journal (seq) where hash is null;
create function seal() returns bigint
language plpgsql as $$
declare
  h bytea;
  s bigint;
  n bigint := 0;
  j record;
begin
  select d.seq, d.hash into s, h from head as d for update;
  for j in select o.seq, o.body from journal as o where o.hash is null order by o.seq limit 1000 loop
    h := sha256(h || convert_to(j.body, 'UTF8'));
    update journal set hash = h where seq = j.seq;
    s := j.seq;
    n := n + 1;
  end loop;
  if n > 0 then
    update head set seq = s, hash = h;
  end if;
  return n;
end $$;
