-- The rows of the bench in PostgreSQL.
drop table if exists sessions, posts, members, rollup;
create table sessions (i bigint not null, unit integer not null, person integer not null, choice smallint not null, hours integer not null, day date not null);
create table posts (i bigint not null, unit integer not null, person integer not null, choice smallint not null, hours integer not null, since date not null, until date);
create table members (i bigint not null, unit integer not null, person integer not null, since date not null, until date);
