-- The same roll-up as the ledger's: per unit of township level and up, sums per year (2022), month (202206) and, from
-- county level up and for stocks, day (20220615); a stock as beginnings less ends.
drop table if exists unit_above;
create table unit_above as
  with unit_level as (
    select 0 as unit, 5689 as last, true as by_day
    union all select 1 + p * 711, 1 + (p + 1) * 711, true from generate_series(0, 7) as p
    union all select 2 + p * 711 + c * 71, 2 + p * 711 + (c + 1) * 71, true
      from generate_series(0, 7) as p, generate_series(0, 9) as c
    union all select 3 + p * 711 + c * 71 + t * 7, 3 + p * 711 + c * 71 + (t + 1) * 7, false
      from generate_series(0, 7) as p, generate_series(0, 9) as c, generate_series(0, 9) as t)
  select u as unit, l.unit as above, l.by_day from generate_series(0, 5688) as u join unit_level as l on u >= l.unit and u < l.last;
create table rollup (series text not null, unit integer not null, bucket integer not null, n bigint not null, qty bigint not null);
insert into rollup
  with steps as (
    select 'sessions' as series, unit, day, 1 as n, hours as qty, false as stock from sessions
    union all select 'sessions3', unit, day, 1, hours, false from sessions where choice = 3
    union all select 'posts', unit, since, 1, hours, true from posts
    union all select 'posts', unit, until, -1, -hours, true from posts where until is not null
    union all select 'posts2', unit, since, 1, hours, true from posts where choice = 2
    union all select 'posts2', unit, until, -1, -hours, true from posts where until is not null and choice = 2
    union all select 'members', unit, since, 1, 0, true from members
    union all select 'members', unit, until, -1, 0, true from members where until is not null),
  fine as (
    select series, unit, to_char(day, 'YYYYMMDD')::integer as bucket, stock, sum(n) as n, sum(qty) as qty
    from steps group by series, unit, day, stock),
  above as (
    select f.series, a.above as unit, case when f.stock or a.by_day then f.bucket else f.bucket / 100 end as bucket,
      sum(f.n) as n, sum(f.qty) as qty
    from fine as f join unit_above as a on a.unit = f.unit group by 1, 2, 3),
  month as (
    select series, unit, case when bucket > 1000000 then bucket / 100 else bucket end as bucket, sum(n) as n, sum(qty) as qty
    from above group by 1, 2, 3)
  select series, unit, bucket, n, qty from above where bucket > 1000000
  union all select series, unit, bucket, n, qty from month
  union all select series, unit, bucket / 100, sum(n), sum(qty) from month group by 1, 2, 3;
create unique index rollup_key on rollup (series, unit, bucket) include (n, qty);
