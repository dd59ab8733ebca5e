-- Indexes that let every question of the bench be answered from an index alone.
create index sessions_unit on sessions (unit, day) include (person, choice, hours);
create index sessions_day on sessions (day) include (unit, person, choice, hours);
create index posts_unit on posts (unit, since) include (until, choice, hours);
create index posts_since on posts (since) include (until, unit, choice, hours);
create index members_unit on members (unit, since) include (until, person);
