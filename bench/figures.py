"""Asks the bench's sixty questions of DuckDB, plain SQLite and PostgreSQL, in this process, and compares the answers.

usage: figures.py FOLDER [--postgres SOCKET_FOLDER]

FOLDER holds sessions.csv, posts.csv, members.csv and ask.json (what Youju answered). Units are numbers in the order of
paths, persons and choices are numbers, days are dates: the best types for the other side. A subtree is a range of numbers.
Prints one JSON object: per store, microseconds of each question (median), and of all as one UNION ALL.
"""

import datetime
import json
import os
import statistics
import sys
import time

TABLES = {
    "sessions": "i bigint, unit integer, person integer, choice smallint, hours integer, day date",
    "posts": "i bigint, unit integer, person integer, choice smallint, hours integer, since date, until date",
    "members": "i bigint, unit integer, person integer, since date, until date",
}
MEASURES = {
    "attended": ("sessions", "count(*)", ""),
    "rescue": ("sessions", "count(*)", "choice = 3"),
    "hours": ("sessions", "coalesce(sum(hours), 0)", ""),
    "trained": ("sessions", "count(distinct person)", ""),
    "trained_rescue": ("sessions", "count(distinct person)", "choice = 3"),
    "held": ("posts", "count(*)", ""),
    "on_pass": ("posts", "count(*)", "choice = 2"),
    "weekly": ("posts", "coalesce(sum(hours), 0)", ""),
    "members": ("members", "count(distinct person)", ""),
}


def plain(ask, cast):
    """The question as one SELECT over the rows."""
    table, measure, condition = MEASURES[ask["indicator"]]
    day = lambda text: cast % text
    where = [f"unit >= {ask['low']} and unit < {ask['high']}"]
    if ask["stock"]:
        where.append(f"since <= {day(ask['from'])} and (until is null or until > {day(ask['from'])})")
    else:
        where.append(f"day >= {day(ask['from'])} and day < {day(ask['until'])}")
    if condition:
        where.append(condition)
    return f"select cast({measure} as bigint) from {table} where {' and '.join(where)}"


def rolled(ask, cast):
    """The question over the same roll-up, in the same ranges of buckets that the ledger adds up."""
    table, measure, condition = MEASURES[ask["indicator"]]
    if "distinct" in measure and table != "members":
        return plain(ask, cast)
    qty = "qty" if "hours" in measure else "n"
    series = table + condition.replace("choice = ", "")
    by_day = ask["stock"] or ask["scope"] != "township"
    until = next_day(ask["from"]) if ask["stock"] else ask["until"]
    year, month, day = buckets(until)
    ranges = [(year * 100 + 1, month, 1)]
    if by_day:
        ranges.append((month * 100 + 1, day, 1))
    if ask["stock"]:
        ranges.append((0, year, 1))
    else:
        first_year, first_month, first_day = buckets(ask["from"])
        ranges.append((first_year, year, 1))
        if first_year == year:
            ranges[0] = (first_month, month, 1)
        else:
            ranges.append((first_year * 100 + 1, first_month, -1))
        if by_day:
            ranges.append((first_month * 100 + 1, first_day, -1))
    values = ", ".join(f"({low}, {high}, {sign})" for low, high, sign in ranges if low < high)
    parts = []
    if values:
        parts.append(
            f"select coalesce(sum(r.sign * o.{qty}), 0) as n from (values {values}) as r (low, high, sign) join rollup as o "
            f"on o.series = '{series}' and o.unit = {ask['low']} and o.bucket >= r.low and o.bucket < r.high"
        )
    if not by_day:
        for text, sign in [(ask["from"], "-"), (ask["until"], "")]:
            if text[8:] != "01":
                edge = plain({**ask, "from": text[:8] + "01", "until": text}, cast)
                parts.append(f"select {sign}n as n from ({edge}) as e (n)")
    return "select cast(coalesce(sum(n), 0) as bigint) from (" + " union all ".join(parts) + ") as q"


def buckets(text):
    year, month, day = int(text[:4]), int(text[5:7]), int(text[8:])
    return year, year * 100 + month, year * 10000 + month * 100 + day


def next_day(text):
    return str(datetime.date.fromisoformat(text) + datetime.timedelta(days=1))


def median(times, step):
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        answer = step()
        taken.append((time.perf_counter() - start) * 1e6)
    return answer, round(statistics.median(taken))


def measure(name, asks, run, question, once=False):
    """Every question alone, then all as one UNION ALL; answers must be those of the ledger."""
    micros, wrong = [], []
    for number, ask in enumerate(asks):
        sql = question(ask)
        run(sql)
        answer, taken = median(1 if once else 5, lambda: run(sql))
        micros.append(taken)
        if str(answer[0][0]) != ask["value"]:
            wrong.append(f"{name} {ask['scope']} {ask['indicator']} {ask['time']}: {answer[0][0]}, the ledger says {ask['value']}")
    together = " union all ".join(f"select {n} as k, q.* from ({question(a)}) as q" for n, a in enumerate(asks))
    _, all_at_once = median(1 if once else 3, lambda: run(together))
    return {"micros": micros, "together": all_at_once, "wrong": wrong}


def duckdb_form(folder, asks, order):
    import duckdb

    path = os.path.join(folder, f"duck-{'arrival' if order == 'i' else 'sorted'}.db")
    if os.path.exists(path):
        os.remove(path)
    store = duckdb.connect(path)
    for table, columns in TABLES.items():
        store.execute(f"create table {table} ({columns})")
        file = os.path.join(folder, f"{table}.csv")
        types = ", ".join(f"'{c.split()[0]}': '{c.split()[1]}'" for c in columns.split(", "))
        by = order.replace("day", "since") if table != "sessions" else order
        store.execute(f"insert into {table} select * from read_csv('{file}', header = false, columns = {{{types}}}) order by {by}")
    store.execute("checkpoint")
    run = lambda sql: store.execute(sql).fetchall()
    found = measure("DuckDB", asks, run, lambda ask: plain(ask, "date '%s'"))
    store.close()
    return {**found, "bytes": os.path.getsize(path), "version": duckdb.__version__}


def sqlite_form(folder, asks):
    import csv
    import sqlite3

    path = os.path.join(folder, "plain.db")
    if os.path.exists(path):
        os.remove(path)
    store = sqlite3.connect(path)
    store.execute("pragma journal_mode = wal")
    for table, columns in TABLES.items():
        store.execute(f"create table {table} ({columns})")
        width = len(columns.split(", "))
        with open(os.path.join(folder, f"{table}.csv"), newline="") as rows:
            values = ([None if cell == "" else cell for cell in row] for row in csv.reader(rows))
            store.executemany(f"insert into {table} values ({', '.join('?' * width)})", values)
        first = "day" if table == "sessions" else "since"
        store.execute(f"create index {table}_unit on {table} (unit, {first})")
        store.execute(f"create index {table}_{first} on {table} ({first})")
    store.commit()
    store.execute("analyze")
    run = lambda sql: store.execute(sql).fetchall()
    found = measure("SQLite", asks, run, lambda ask: plain(ask, "'%s'"), once=True)
    store.close()
    return {**found, "bytes": os.path.getsize(path), "version": sqlite3.sqlite_version}


def postgres_form(folder, asks, socket):
    import psycopg2

    here = os.path.dirname(os.path.abspath(__file__))
    store = psycopg2.connect(host=socket, dbname="postgres", user="postgres")
    store.autocommit = True
    cursor = store.cursor()
    with open(os.path.join(here, "figures-tables.sql")) as sql:
        cursor.execute(sql.read())
    for table in TABLES:
        with open(os.path.join(folder, f"{table}.csv")) as rows:
            cursor.copy_expert(f"copy {table} from stdin with (format csv)", rows)
    for script in ["figures-indexes.sql", "figures-rollup.sql"]:
        with open(os.path.join(here, script)) as sql:
            cursor.execute(sql.read())
    cursor.execute("vacuum analyze")

    def run(sql):
        cursor.execute(sql)
        return cursor.fetchall()

    indexed = measure("PostgreSQL", asks, run, lambda ask: plain(ask, "date '%s'"), once=len(asks) and asks[0]["rows"] > 500_000)
    rollup = measure("PostgreSQL with roll-up", asks, run, lambda ask: rolled(ask, "date '%s'"))
    size = run("select pg_database_size('postgres')")[0][0]
    version = run("show server_version")[0][0]
    store.close()
    return {"indexed": {**indexed, "version": version}, "rollup": {**rollup, "bytes": size}}


def main():
    folder = sys.argv[1]
    with open(os.path.join(folder, "ask.json")) as file:
        asks = json.load(file)["answers"]
    say = lambda text: print(f"  {text}", file=sys.stderr, flush=True)
    found = {}
    say("DuckDB, rows in its best order")
    found["duckdb_sorted"] = duckdb_form(folder, asks, "unit, day")
    say("DuckDB, rows in the order of arrival")
    found["duckdb_arrival"] = duckdb_form(folder, asks, "i")
    say("plain SQLite")
    found["sqlite"] = sqlite_form(folder, asks)
    if "--postgres" in sys.argv:
        say("PostgreSQL, indexes only and with the same roll-up")
        both = postgres_form(folder, asks, sys.argv[sys.argv.index("--postgres") + 1])
        found["postgres_indexed"], found["postgres_rollup"] = both["indexed"], both["rollup"]
    print(json.dumps(found))


main()
