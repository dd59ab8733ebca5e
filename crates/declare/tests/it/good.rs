//! A small pack that uses every part of the language: what it becomes, and that its statements answer.

use expect_test::{Expect, expect};
use std::path::Path;
use youju_db::{Rows, Scratch, Value};
use youju_declare::{
    At, CaseValue, Files, Hardness, Lang, Packs, bind, holds_cases, load, mutations, read,
    read_with_cases,
};

pub fn files() -> Files {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/good");
    Files::from_dir(&root).expect("the good pack is readable")
}

pub fn packs() -> Packs {
    load(&files()).unwrap_or_else(|faults| {
        let all: Vec<String> = faults.iter().map(ToString::to_string).collect();
        panic!("{}", all.join("\n"))
    })
}

/// Makes a scratch store with the pack's tables.
pub fn store(packs: &Packs) -> Scratch {
    let mut scratch = Scratch::new().expect("a store in memory");
    let mut tx = scratch.tx();
    for table in bind::schema(packs) {
        tx.execute(&table.create, &[]).expect("a table");
        for (_, index) in &table.indexes {
            tx.execute(index, &[]).expect("an index");
        }
    }
    tx.execute(bind::AS_AT, &[]).expect("as_at");
    scratch
}

fn check(found: &str, expected: Expect) {
    expected.assert_eq(found);
}

#[test]
fn everything_is_found_by_its_id() {
    let packs = packs();
    assert_eq!(packs.kinds().count(), 4);
    assert_eq!(
        packs.kind("posts.loan").map(|k| k.table.as_str()),
        Some("posts_loan")
    );
    assert_eq!(
        packs
            .indicator("posts.fill_rate")
            .and_then(|i| i.share_of.as_deref()),
        Some("posts.approved")
    );
    assert_eq!(
        packs
            .indicator("posts.approved")
            .and_then(|i| i.line.as_deref()),
        Some("establishment")
    );
    let ids =
        |rules: Vec<&youju_declare::Rule>| rules.iter().map(|r| r.stem.clone()).collect::<Vec<_>>();
    assert_eq!(
        ids(packs.rules_for("posts.placement").collect()),
        ["no_entry_when_full", "one_post_each", "written_need"]
    );
    assert_eq!(
        ids(packs.standing_for("posts.quota").collect()),
        ["no_entry_when_full"]
    );
    assert_eq!(
        ids(packs.standing_for("posts.loan").collect()),
        Vec::<String>::new()
    );
    assert_eq!(
        ids(packs.standing_fed_by("posts.quota").collect()),
        ["no_entry_when_full"]
    );
    let fed: Vec<_> = packs
        .row_sets_fed_by("posts.session")
        .map(|r| r.stem.as_str())
        .collect();
    assert_eq!(fed, ["attended"]);
    let rule = packs.rule("posts.one_post_each").expect("the rule");
    assert_eq!(rule.hardness, Hardness::Except);
    assert!(
        rule.in_force(jiff::civil::date(2029, 12, 31))
            && !rule.in_force(jiff::civil::date(2030, 1, 1))
    );
    assert_eq!(
        packs
            .row_set("posts.filled")
            .and_then(|r| r.choices.get("category"))
            .map(Vec::len),
        Some(2)
    );
    assert_eq!(packs.missing_bo.len(), 43);
    let kind = packs.kind("posts.placement").expect("the kind");
    let columns: Vec<String> = kind.columns().into_iter().map(|c| c.name).collect();
    assert_eq!(
        columns,
        [
            "record_id",
            "unit",
            "category",
            "holder",
            "called",
            "entered_on",
            "reply_on",
            "reply_on_provisional",
            "ended_on",
            "opening"
        ]
    );
    assert_eq!(kind.subject.as_deref(), Some("holder"));
}

#[test]
fn words_fall_back_and_fill() {
    let packs = packs();
    assert_eq!(packs.label(Lang::Bo, "posts", "pack"), "རྩིས་ཐོ");
    assert_eq!(packs.label(Lang::Bo, "posts", "kind.loan"), "loan");
    assert_eq!(
        packs.label(Lang::En, "posts", "kind.nothing"),
        "kind.nothing"
    );
    let rule = packs.rule("posts.no_entry_when_full").expect("the rule");
    let text = packs.rule_message(Lang::En, rule).expect("a message");
    let told = text.fill(|slot| match slot {
        "place" => Some("A".into()),
        "excess" => Some("1".into()),
        _ => None,
    });
    assert_eq!(told, "A: 1 person too many on {day}");
    assert!(packs.way_out(Lang::Bo, rule).is_some());
}

#[test]
fn a_choice_in_a_message_has_words() {
    let packs = packs();
    let words = |rule: &str, column: &str, value: &str| {
        let rule = packs.rule(rule).expect("the rule");
        packs.choice_words(Lang::Zh, rule, column, value)
    };
    let post = Some("事业编制".to_owned());
    assert_eq!(
        words("posts.no_entry_when_full", "sort", "institution"),
        post
    );
    assert_eq!(
        words("posts.one_post_each", "category", "institution"),
        post
    );
    assert_eq!(words("posts.one_post_each", "category", "nothing"), None);
    assert_eq!(words("posts.one_post_each", "unit", "A"), None);
    assert_eq!(words("posts.no_entry_when_full", "excess", "1"), None);
}

#[test]
fn a_case_is_read_as_json_would_have_it() {
    let packs = packs();
    let case = packs.cases().next().expect("one case");
    assert_eq!(
        (case.line, case.given.len(), case.today),
        (2, 5, Some(jiff::civil::date(2026, 11, 24)))
    );
    assert_eq!(case.given[0].text("kind"), Some("posts.quota"));
    assert_eq!(case.given[0].text("approved_on"), Some("2022-01-01"));
    assert_eq!(case.given[0].body.get("posts"), Some(&CaseValue::Int(1)));
    assert_eq!(
        (case.given[2].line, case.given[2].text("on")),
        (8, Some("2022-02-28"))
    );
    let Some(CaseValue::List(lines)) = case.given[4].body.get("present") else {
        panic!("no lines");
    };
    assert_eq!(lines[0].get("hours"), Some(&CaseValue::Text("1.5".into())));
    assert_eq!(case.expect.refused_by, ["posts.no_entry_when_full"]);
    let figure = &case.expect.figures[1];
    assert!(matches!(figure.at, At::Within(p) if p.to_string() == "2022-01-01..2022-06-30"));
    assert_eq!(
        (figure.indicator.as_str(), &figure.rows),
        ("posts.attendance", &None)
    );
}

#[test]
fn reading_alone_gives_the_same_packs() {
    assert_eq!(read_with_cases(&files()), Ok(packs()));
}

#[test]
fn cases_are_read_only_on_request_and_their_files_may_be_absent() {
    let (mut all, mut kept) = (Files::new(), Files::new());
    for (path, bytes) in files().iter() {
        all.insert(path, bytes);
        if !holds_cases(path) {
            kept.insert(path, bytes);
        }
    }
    let mut without = read_with_cases(&all).expect("sound packs");
    assert!(without.cases().count() > 0);
    for pack in &mut without.packs {
        pack.cases.clear();
    }
    assert_eq!(read(&all).as_ref(), Ok(&without));
    assert_eq!(read(&kept), Ok(without));
}

#[test]
fn tables_of_the_pack() {
    let packs = packs();
    let mut all = String::new();
    for table in bind::schema(&packs) {
        all += &format!("{}\n", table.create);
        for (_, index) in table.indexes {
            all += &format!("  {index}\n");
        }
    }
    check(
        &all,
        expect![[r#"
            create table posts_loan (record_id text not null, seq integer not null, removed_seq integer check (removed_seq > seq), unit text, borrower text, posts integer, lent_on text, term_end_on text, ended_on text, opening integer, primary key (record_id, seq)) strict, without rowid
              create unique index ix_posts_loan_record_id on posts_loan (record_id) where removed_seq is null
              create index ix_posts_loan_borrower on posts_loan (borrower) where removed_seq is null
              create index ix_posts_loan_unit on posts_loan (unit) where removed_seq is null
            create table posts_placement (record_id text not null, seq integer not null, removed_seq integer check (removed_seq > seq), unit text, category text, holder text, called text, entered_on text, reply_on text, reply_on_provisional integer, ended_on text, opening integer, primary key (record_id, seq)) strict, without rowid
              create unique index ix_posts_placement_record_id on posts_placement (record_id) where removed_seq is null
              create index ix_posts_placement_holder on posts_placement (holder) where removed_seq is null
              create index ix_posts_placement_unit on posts_placement (unit) where removed_seq is null
            create table posts_quota (record_id text not null, seq integer not null, removed_seq integer check (removed_seq > seq), unit text, category text, posts integer, cost integer, approved_on text, ended_on text, opening integer, primary key (record_id, seq)) strict, without rowid
              create unique index ix_posts_quota_record_id on posts_quota (record_id) where removed_seq is null
              create index ix_posts_quota_unit on posts_quota (unit) where removed_seq is null
            create table posts_session (record_id text not null, seq integer not null, removed_seq integer check (removed_seq > seq), unit text, held_on text, opening integer, primary key (record_id, seq)) strict, without rowid
              create unique index ix_posts_session_record_id on posts_session (record_id) where removed_seq is null
            create table posts_session__present (record_id text not null, line integer not null, seq integer not null, removed_seq integer check (removed_seq > seq), unit text, held_on text, who text, hours integer, primary key (record_id, seq, line)) strict, without rowid
              create unique index ix_posts_session__present_record_id_line on posts_session__present (record_id, line) where removed_seq is null
              create index ix_posts_session__present_unit_held_on on posts_session__present (unit, held_on) where removed_seq is null
              create index ix_posts_session__present_who on posts_session__present (who) where removed_seq is null
            create table row_posts_approved (record_id text not null, unit text not null, qty integer, category any, since text not null, until text, added_seq integer not null, removed_seq integer check (removed_seq > added_seq)) strict
              create index ix_row_posts_approved_unit on row_posts_approved (unit) where removed_seq is null
              create index ix_row_posts_approved_unit_since on row_posts_approved (unit, since)
              create index ix_row_posts_approved_removed on row_posts_approved (removed_seq) where removed_seq is not null
            create table row_posts_attended (record_id text not null, unit text not null, person text, qty integer, held_on any, day text not null, added_seq integer not null, removed_seq integer check (removed_seq > added_seq)) strict
              create index ix_row_posts_attended_unit_held_on on row_posts_attended (unit, held_on) where removed_seq is null
              create index ix_row_posts_attended_unit_day on row_posts_attended (unit, day)
              create index ix_row_posts_attended_removed on row_posts_attended (removed_seq) where removed_seq is not null
            create table row_posts_balance (record_id text not null, unit text not null, qty integer, since text not null, until text, added_seq integer not null, removed_seq integer check (removed_seq > added_seq)) strict
              create index ix_row_posts_balance_unit on row_posts_balance (unit) where removed_seq is null
              create index ix_row_posts_balance_unit_since on row_posts_balance (unit, since)
              create index ix_row_posts_balance_removed on row_posts_balance (removed_seq) where removed_seq is not null
            create table row_posts_filled (record_id text not null, unit text not null, person text, category any, since text not null, until text, added_seq integer not null, removed_seq integer check (removed_seq > added_seq)) strict
              create index ix_row_posts_filled_unit on row_posts_filled (unit) where removed_seq is null
              create index ix_row_posts_filled_unit_since on row_posts_filled (unit, since)
              create index ix_row_posts_filled_removed on row_posts_filled (removed_seq) where removed_seq is not null
        "#]],
    );
}

#[test]
fn statements_of_a_row_set() {
    let packs = packs();
    let bound = bind::row_set(&packs, packs.row_set("posts.balance").expect("the row set"));
    check(
        &format!("{}\n\n{}\n\n{}\n", bound.slice, bound.whole, bound.at),
        expect![[r#"
            with posts_loan as not materialized (select record_id, unit, borrower, posts, lent_on, term_end_on, ended_on, opening from main.posts_loan as base_posts_loan where removed_seq is null and (unit = ?1 or borrower = ?1))
            select record_id, unit, qty, since, until from (
            -- Evidence: two rows per loan, one for each side.
            select l.record_id, l.unit, - l.posts as qty, l.lent_on as since, coalesce(l.ended_on, l.term_end_on) as until
            from posts_loan as l
            union all
            select l.record_id, l.borrower, l.posts, l.lent_on, coalesce(l.ended_on, l.term_end_on)
            from posts_loan as l
            -- the lender's row and the borrower's stand in two partitions

            ) as found where unit = ?1

            with posts_loan as not materialized (select record_id, unit, borrower, posts, lent_on, term_end_on, ended_on, opening from main.posts_loan as base_posts_loan where removed_seq is null)
            select record_id, unit, qty, since, until from (
            -- Evidence: two rows per loan, one for each side.
            select l.record_id, l.unit, - l.posts as qty, l.lent_on as since, coalesce(l.ended_on, l.term_end_on) as until
            from posts_loan as l
            union all
            select l.record_id, l.borrower, l.posts, l.lent_on, coalesce(l.ended_on, l.term_end_on)
            from posts_loan as l
            -- the lender's row and the borrower's stand in two partitions

            ) as found

            with posts_loan as not materialized (select record_id, unit, borrower, posts, lent_on, term_end_on, ended_on, opening from main.posts_loan as base_posts_loan where seq <= ?1 and (removed_seq is null or removed_seq > ?1))
            select record_id, unit, qty, since, until from (
            -- Evidence: two rows per loan, one for each side.
            select l.record_id, l.unit, - l.posts as qty, l.lent_on as since, coalesce(l.ended_on, l.term_end_on) as until
            from posts_loan as l
            union all
            select l.record_id, l.borrower, l.posts, l.lent_on, coalesce(l.ended_on, l.term_end_on)
            from posts_loan as l
            -- the lender's row and the borrower's stand in two partitions

            ) as found
        "#]],
    );
    let bound = bind::row_set(
        &packs,
        packs.row_set("posts.attended").expect("the row set"),
    );
    check(
        &bound.slice,
        expect![[r#"
        with posts_session__present as not materialized (select record_id, line, unit, held_on, who, hours from main.posts_session__present as base_posts_session__present where removed_seq is null and unit = ?1 and held_on = ?2)
        select record_id, unit, person, qty, held_on, day from (
        -- Evidence: one row per person at a session.
        select p.record_id, p.unit, p.who as person, p.hours as qty, p.held_on, p.held_on as day
        from posts_session__present as p

        ) as found where unit = ?1 and held_on = ?2"#]],
    );
}

#[test]
fn statements_of_a_standing_rule() {
    let packs = packs();
    let bound = bind::rule(
        &packs,
        packs.rule("posts.no_entry_when_full").expect("the rule"),
    )
    .expect("it has SQL");
    assert_eq!(bound.candidate, ["unit", "category"]);
    check(
        &format!(
            "{}\n\n{}\n",
            bound.sql,
            bound.boundaries.expect("it is standing")
        ),
        expect![[r#"
            with candidate (unit, category) as (select ?1, ?2),
            filled as not materialized (select record_id, unit, person, category, since, until from main.row_posts_filled as base_row_posts_filled where removed_seq is null),
            approved as not materialized (select record_id, unit, qty, category, since, until from main.row_posts_approved as base_row_posts_approved where removed_seq is null)
            select day, excess, place, sort from (
            -- Violations: days on which more people hold posts than are approved.
            select d.day,
              (select count(*) from filled as f where f.unit = c.unit and f.category = c.category
                 and f.since <= d.day and (f.until is null or f.until > d.day))
              - (select coalesce(sum(a.qty), 0) from approved as a where a.unit = c.unit and a.category = c.category
                 and a.since <= d.day and (a.until is null or a.until > d.day)) as excess,
              c.unit as place, c.category as sort
            from candidate as c
            cross join as_at as d

            ) as found

            select day from (
            select since as day from main.row_posts_approved as base_row_posts_approved where removed_seq is null and unit = ?1 and category = ?2 and since > ?3
            union select since as day from main.row_posts_filled as base_row_posts_filled where removed_seq is null and unit = ?1 and category = ?2 and since > ?3
            union select until as day from main.row_posts_approved as base_row_posts_approved where removed_seq is null and unit = ?1 and category = ?2 and until > ?3
            union select until as day from main.row_posts_filled as base_row_posts_filled where removed_seq is null and unit = ?1 and category = ?2 and until > ?3
            ) as boundary order by day
        "#]],
    );
}

#[test]
fn plans_are_narrow() {
    let packs = packs();
    let scratch = store(&packs);
    let mut all = String::new();
    let mut note = |what: &str, sql: &str| {
        all += &format!("{what}\n");
        for line in scratch.plan(sql).expect("a plan") {
            all += &format!("  {line}\n");
        }
    };
    for row_set in packs.row_sets() {
        note(&row_set.stem, &bind::row_set(&packs, row_set).slice);
    }
    for rule in packs.rules() {
        if let Some(bound) = bind::rule(&packs, rule) {
            note(&rule.stem, &bound.sql);
        }
    }
    check(
        &all,
        expect![[r#"
        approved
          CO-ROUTINE found
          CO-ROUTINE (subquery-4)
          SEARCH base_posts_quota USING INDEX ix_posts_quota_unit (unit=?)
          USE TEMP B-TREE FOR LAST 3 TERMS OF ORDER BY
          SCAN (subquery-4)
          SCAN found
        attended
          SEARCH base_posts_session__present USING INDEX ix_posts_session__present_unit_held_on (unit=? AND held_on=?)
        balance
          CO-ROUTINE found
          COMPOUND QUERY
          LEFT-MOST SUBQUERY
          SEARCH base_posts_loan USING INDEX ix_posts_loan_unit (unit=?)
          UNION ALL
          SEARCH base_posts_loan USING INDEX ix_posts_loan_borrower (borrower=?)
          SCAN found
        filled
          SEARCH base_posts_placement USING INDEX ix_posts_placement_unit (unit=?)
        no_entry_when_full
          CO-ROUTINE candidate
          SCAN CONSTANT ROW
          SCAN c
          SCAN d
          CORRELATED SCALAR SUBQUERY 4
          SEARCH base_row_posts_filled USING INDEX ix_row_posts_filled_unit_since (unit=? AND since<?)
          CORRELATED SCALAR SUBQUERY 5
          SEARCH base_row_posts_approved USING INDEX ix_row_posts_approved_unit_since (unit=? AND since<?)
        one_post_each
          CO-ROUTINE candidate
          SCAN CONSTANT ROW
          SCAN c
          SEARCH base_posts_placement USING INDEX ix_posts_placement_holder (holder=?)
    "#]],
    );
}

fn put(scratch: &mut Scratch, table: &str, row: &[(&str, Value)]) {
    let columns: Vec<&str> = row.iter().map(|(c, _)| *c).collect();
    let marks: Vec<String> = (1..=row.len()).map(|n| format!("?{n}")).collect();
    let values: Vec<Value> = row.iter().map(|(_, v)| v.clone()).collect();
    let sql = format!(
        "insert into {table} ({}) values ({})",
        columns.join(", "),
        marks.join(", ")
    );
    scratch.tx().execute(&sql, &values).expect("a row");
}

fn loan(
    scratch: &mut Scratch,
    id: &str,
    seq: i64,
    removed: Option<i64>,
    borrower: &str,
    posts: i64,
) {
    put(
        scratch,
        "posts_loan",
        &[
            ("record_id", id.into()),
            ("seq", seq.into()),
            ("removed_seq", removed.into()),
            ("unit", "A".into()),
            ("borrower", borrower.into()),
            ("posts", posts.into()),
            ("lent_on", "2022-01-01".into()),
        ],
    );
}

#[test]
fn slice_whole_and_at_agree_with_the_versions() {
    let packs = packs();
    let mut scratch = store(&packs);
    loan(&mut scratch, "l1", 1, Some(3), "B", 2);
    loan(&mut scratch, "l2", 2, None, "C", 5);
    loan(&mut scratch, "l1", 3, None, "C", 1);
    let bound = bind::row_set(&packs, packs.row_set("posts.balance").expect("the row set"));
    let sums = |rows: Vec<Vec<Value>>| {
        let mut pairs: Vec<(String, i64)> = rows
            .iter()
            .map(|r| (r[1].to_string(), r[2].as_int().expect("a quantity")))
            .collect();
        pairs.sort();
        pairs
    };
    let ask = |sql: &str, params: &[Value]| sums(scratch.query(sql, params).expect("rows"));
    let pair = |unit: &str, n: i64| (unit.to_owned(), n);
    assert_eq!(ask(&bound.slice, &["B".into()]), []);
    assert_eq!(
        ask(&bound.slice, &["C".into()]),
        [pair("C", 1), pair("C", 5)]
    );
    assert_eq!(
        ask(&bound.whole, &[]),
        [pair("A", -5), pair("A", -1), pair("C", 1), pair("C", 5)]
    );
    assert_eq!(
        ask(&bound.at, &[2.into()]),
        [pair("A", -5), pair("A", -2), pair("B", 2), pair("C", 5)]
    );
    assert_eq!(ask(&bound.at, &[3.into()]), ask(&bound.whole, &[]));
}

#[test]
fn a_standing_rule_counts_by_day() {
    let packs = packs();
    let mut scratch = store(&packs);
    let rule = packs.rule("posts.no_entry_when_full").expect("the rule");
    let bound = bind::rule(&packs, rule).expect("it has SQL");
    let row = |table: &str, id: &str, extra: &[(&'static str, Value)]| {
        let mut row: Vec<(&'static str, Value)> = vec![
            ("record_id", id.into()),
            ("unit", "A".into()),
            ("category", "institution".into()),
            ("added_seq", 1.into()),
        ];
        row.extend(extra.iter().cloned());
        (table.to_owned(), row)
    };
    let rows = [
        row(
            "row_posts_approved",
            "q",
            &[("qty", 1.into()), ("since", "2022-01-01".into())],
        ),
        row(
            "row_posts_filled",
            "a",
            &[
                ("since", "2022-01-05".into()),
                ("until", "2022-03-01".into()),
            ],
        ),
        row("row_posts_filled", "b", &[("since", "2022-02-01".into())]),
        row(
            "row_posts_filled",
            "gone",
            &[("since", "2022-02-01".into()), ("removed_seq", 2.into())],
        ),
    ];
    for (table, row) in rows {
        put(&mut scratch, &table, &row);
    }
    let key = ["A".into(), "institution".into()];
    let from: Vec<Value> = key.iter().cloned().chain(["2022-01-20".into()]).collect();
    let boundaries = bound.boundaries.expect("it is standing");
    let days: Vec<String> = scratch
        .query(&boundaries, &from)
        .expect("days")
        .iter()
        .map(|r| r[0].to_string())
        .collect();
    assert_eq!(days, ["2022-02-01", "2022-03-01"]);
    for day in &days {
        put(&mut scratch, "as_at", &[("day", day.into())]);
    }
    let found = scratch.query(&bound.sql, &key).expect("answers");
    let excess: Vec<(String, i64)> = found
        .iter()
        .map(|r| (r[0].to_string(), r[1].as_int().expect("a number")))
        .collect();
    assert_eq!(
        excess,
        [("2022-02-01".to_owned(), 1), ("2022-03-01".to_owned(), 0)]
    );
}

#[test]
fn a_rule_sees_its_candidate_and_live_records_only() {
    let packs = packs();
    let mut scratch = store(&packs);
    let rule = packs.rule("posts.one_post_each").expect("the rule");
    let bound = bind::rule(&packs, rule).expect("it has SQL");
    let mut placement = |id: &str, removed: Option<i64>, ended: Option<&str>| {
        put(
            &mut scratch,
            "posts_placement",
            &[
                ("record_id", id.into()),
                ("seq", 1.into()),
                ("removed_seq", removed.into()),
                ("unit", "B".into()),
                ("holder", "p1".into()),
                ("entered_on", "2022-01-01".into()),
                ("ended_on", ended.into()),
            ],
        );
    };
    placement("ended", None, Some("2022-02-01"));
    placement("voided", Some(2), None);
    placement("open", None, None);
    let candidate = |name: &str| -> Value {
        match name {
            "record_id" => "new".into(),
            "holder" => "p1".into(),
            "entered_on" => "2022-02-01".into(),
            _ => Value::Null,
        }
    };
    let params: Vec<Value> = bound.candidate.iter().map(|c| candidate(c)).collect();
    let found = scratch.query(&bound.sql, &params).expect("answers");
    assert_eq!(
        found,
        [vec!["open".into(), "B".into(), Value::Null, Value::Int(1)]]
    );
}

#[test]
fn each_small_change_of_a_rule_is_made_once() {
    let packs = packs();
    let rule = packs.rule("posts.one_post_each").expect("the rule");
    let all = mutations(rule);
    let what: Vec<&str> = all.iter().map(|m| m.what.as_str()).collect();
    assert_eq!(
        what,
        [
            "line 2: 1 became 2",
            "line 2: 1 became 0",
            "line 5: <= became <",
            "line 5: > became >="
        ]
    );
    let sql = &rule.sql.as_ref().expect("it has SQL").text;
    for mutation in &all {
        assert_ne!(mutation.sql, *sql);
        let scratch = store(&packs);
        let bound = bind::rule_with(&packs, rule, &mutation.sql).expect("it has SQL");
        scratch.columns(&bound).expect("a changed rule still runs");
    }
    assert!(all[2].sql.contains("p.entered_on < c.entered_on and"));
    assert!(mutations(packs.rule("posts.written_need").expect("the rule")).is_empty());
}
