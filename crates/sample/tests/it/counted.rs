//! Figures of the demo counted a second time: from the records that it enters, by plain code that knows no pack and no SQL.

use crate::place::{demo, figure, on, within};
use jiff::civil::date;
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use youju_declare::Packs;

/// Everything that the demo enters, as it stands in the end.
struct Entered {
    /// Records by id, with corrections put in and `ended` where one has ended.
    records: BTreeMap<String, Json>,
    all: usize,
}

/// A record's text.
fn text<'r>(record: &'r Json, field: &str) -> &'r str {
    record[field].as_str().unwrap_or_default()
}

fn number(record: &Json, field: &str) -> i64 {
    record[field].as_i64().unwrap_or_default()
}

impl Entered {
    fn new(packs: &Packs) -> Self {
        let (mut records, mut all) = (BTreeMap::<String, Json>::new(), 0);
        for mut body in youju_sample::records(packs) {
            all += 1;
            let of = |verb: &str| body[verb].as_str().map(str::to_owned);
            if let Some(voided) = of("voids") {
                records.remove(&voided);
            } else if let Some(ended) = of("ends") {
                let record = records.get_mut(&ended).expect("a record that ends");
                record["ended"] = body["on"].take();
            } else if let Some(corrected) = of("corrects") {
                let record = records.get_mut(&corrected).expect("a record to correct");
                for (field, value) in body.as_object_mut().expect("an object") {
                    if !matches!(field.as_str(), "id" | "corrects" | "reason") {
                        record[field] = value.take();
                    }
                }
            } else {
                records.insert(text(&body, "id").to_owned(), body);
            }
        }
        Self { records, all }
    }

    /// Records of a kind at a unit and below it.
    fn of<'e>(&'e self, kind: &'e str, unit: &'e str) -> impl Iterator<Item = &'e Json> {
        self.records.values().filter(move |record| {
            let own = text(record, "unit").strip_prefix(unit);
            let below = own.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
            // The squads of the brigade stand under the county too.
            let of_county = unit == "county" && text(record, "unit").starts_with("brigade");
            text(record, "kind") == kind && (below || of_county)
        })
    }

    /// Those of them that happened in a period, by the field that says when.
    fn within<'e>(
        &'e self,
        kind: &'e str,
        unit: &'e str,
        day: &'e str,
        period: (&'e str, &'e str),
    ) -> impl Iterator<Item = &'e Json> {
        let (first, last) = period;
        self.of(kind, unit)
            .filter(move |record| (first..=last).contains(&text(record, day)))
    }

    /// Those of them that hold on a day, by the field that says since when.
    fn on<'e>(
        &'e self,
        kind: &'e str,
        unit: &'e str,
        since: &'e str,
        day: &'e str,
    ) -> impl Iterator<Item = &'e Json> {
        self.of(kind, unit).filter(move |record| {
            let ended = text(record, "ended");
            text(record, since) <= day && (ended.is_empty() || ended > day)
        })
    }

    /// The ids of records to which one of a kind points by a day.
    fn done<'e>(&'e self, kind: &str, link: &str, day: &str, last: &str) -> BTreeSet<&'e str> {
        let of_kind = self.records.values().filter(|r| text(r, "kind") == kind);
        let by_then = of_kind.filter(|r| text(r, day) <= last);
        by_then.map(|r| text(r, link)).collect()
    }
}

const YEAR: (&str, &str) = ("2022-01-01", "2022-09-30");
const DAY: &str = "2022-09-30";

#[test]
fn figures_are_what_plain_code_counts() {
    let ledger = demo();
    let entered = Entered::new(ledger.packs());
    let (year, september) = (within("2022-01-01..2022-09-30"), on(date(2022, 9, 30)));
    let elections = within("2021");
    let all_of_2021 = ("2021-01-01", "2021-12-31");
    let rows = |records: &mut dyn Iterator<Item = &Json>| {
        i64::try_from(records.count()).expect("not so many")
    };
    let sum = |records: &mut dyn Iterator<Item = &Json>, field: &str| {
        records.map(|record| number(record, field)).sum::<i64>()
    };
    let e = &entered;

    let flows =
        |kind: &'static str, unit: &'static str, day: &'static str| e.within(kind, unit, day, YEAR);
    let form = |wanted: &'static [&'static str]| {
        rows(
            &mut flows("branch_life.session", "office", "held_on")
                .filter(|r| wanted.contains(&text(r, "form"))),
        )
    };
    let called = |state: &str| {
        let sessions = flows("branch_life.session", "office", "held_on");
        let lines = sessions.flat_map(|r| r["roll"].as_array().into_iter().flatten());
        let state = state.to_owned();
        rows(&mut lines.filter(move |line| text(line, "state") == state))
    };
    let released: Vec<(&str, &str)> = e
        .of("branch_life.release", "office")
        .map(|r| (text(r, "person"), text(r, "released_on")))
        .collect();
    let due = flows("branch_life.session", "office", "held_on")
        .flat_map(|r| {
            let (held, released) = (text(r, "held_on"), &released);
            let lines = r["roll"].as_array().into_iter().flatten();
            lines
                .filter(move |line| {
                    text(line, "state") == "present"
                        || !released
                            .iter()
                            .any(|(who, since)| *who == text(line, "person") && *since <= held)
                })
                .collect::<Vec<_>>()
        })
        .count();
    let mut branch_life = vec![
        ("general_meetings", form(&["general"])),
        ("committee_meetings", form(&["committee"])),
        ("group_meetings", form(&["group"])),
        ("theme_days", form(&["theme_day"])),
        ("lectures", form(&["lecture"])),
        (
            "sessions",
            rows(&mut flows("branch_life.session", "office", "held_on")),
        ),
        ("attended", called("present")),
        ("attendance_due", i64::try_from(due).expect("not so many")),
        (
            "training_hours",
            sum(
                &mut flows("branch_life.training", "office", "trained_on"),
                "hours",
            ),
        ),
    ];
    let trained = flows("branch_life.training", "office", "trained_on").map(|r| text(r, "person"));
    let trained: BTreeSet<&str> = trained.collect();
    branch_life.push((
        "members_trained",
        i64::try_from(trained.len()).expect("not so many"),
    ));

    let congress_kinds =
        |kind: &'static str, day: &'static str| e.within(kind, "company", day, all_of_2021);
    let body_of = |tally: &Json| text(&e.records[text(tally, "ballot")], "body").to_owned();
    let elected = |body: &str| {
        let tallies = congress_kinds("congress.tally", "announced_on");
        let elected = tallies.filter(|t| text(t, "decision") == "elected" && body_of(t) == body);
        i64::try_from(elected.count()).expect("not so many")
    };
    let delegates = |r: &&Json| text(r, "body") == "delegates";
    let congress = [
        (
            "sittings",
            rows(&mut congress_kinds("congress.meeting", "held_on")),
        ),
        (
            "due",
            sum(&mut congress_kinds("congress.meeting", "held_on"), "due"),
        ),
        (
            "present",
            sum(
                &mut congress_kinds("congress.meeting", "held_on"),
                "present",
            ),
        ),
        (
            "quorum",
            congress_kinds("congress.meeting", "held_on")
                .map(|r| (number(r, "due") * 4 + 4) / 5)
                .sum(),
        ),
        (
            "seats",
            sum(
                &mut congress_kinds("congress.seats", "allotted_on").filter(delegates),
                "seats",
            ),
        ),
        (
            "ballots",
            rows(&mut congress_kinds("congress.ballot", "cast_on")),
        ),
        (
            "ballots_void",
            rows(
                &mut congress_kinds("congress.ballot", "cast_on")
                    .filter(|r| number(r, "returned") > number(r, "voters")),
            ),
        ),
        (
            "papers_returned",
            sum(
                &mut congress_kinds("congress.ballot", "cast_on"),
                "returned",
            ),
        ),
        (
            "papers_valid",
            sum(&mut congress_kinds("congress.ballot", "cast_on"), "valid"),
        ),
        (
            "papers_in_boxes",
            congress_kinds("congress.ballot", "cast_on")
                .flat_map(|r| r["boxes"].as_array().into_iter().flatten())
                .map(|line| number(line, "held"))
                .sum(),
        ),
        (
            "names_counted",
            rows(&mut congress_kinds("congress.tally", "announced_on")),
        ),
        ("delegates", elected("delegates")),
        ("committee", elected("committee")),
    ];

    let cases = |kind: &'static str, day: &'static str| rows(&mut flows(kind, "brigade", day));
    let of_procedure = |wanted: &str| {
        let decisions = flows("cases.decision", "brigade", "decided_on");
        i64::try_from(decisions.filter(|r| text(r, "procedure") == wanted).count()).expect("few")
    };
    let cases = [
        ("accepted", cases("cases.proceeding", "accepted_on")),
        ("decided", cases("cases.decision", "decided_on")),
        ("general", of_procedure("general")),
        ("evidence", cases("cases.evidence", "taken_on")),
        ("queries", cases("cases.prior_query", "queried_on")),
        (
            "nil_reports",
            cases("cases.interference_report", "signed_on"),
        ),
        ("inquiries", cases("cases.interference", "asked_on")),
    ];

    let office = |kind: &'static str, day: &'static str| flows(kind, "office", day);
    let integrity = [
        (
            "education",
            rows(&mut office("integrity.education", "held_on")),
        ),
        (
            "educated",
            sum(&mut office("integrity.education", "held_on"), "attended"),
        ),
        (
            "self_checks",
            rows(&mut office("integrity.self_check", "answered_on")),
        ),
        (
            "rule_checks",
            rows(&mut office("integrity.rule_check", "checked_on")),
        ),
        (
            "samples",
            sum(&mut office("integrity.rule_check", "checked_on"), "sampled"),
        ),
        (
            "samples_failed",
            sum(&mut office("integrity.rule_check", "checked_on"), "failed"),
        ),
        ("lessons", rows(&mut office("integrity.lesson", "drawn_on"))),
        (
            "admissions_checked",
            rows(&mut office("integrity.admission_check", "checked_on")),
        ),
    ];

    let done = e.done("study.measure_closure", "measure", "closed_on", DAY);
    let measures_open = e
        .on("study.measure", "prefecture", "set_on", DAY)
        .filter(|m| !done.contains(text(m, "id")));
    let study_open = i64::try_from(measures_open.count()).expect("not so many");
    let first_topics = flows("study.meeting", "prefecture", "held_on").filter(|r| {
        let agenda = r["agenda"].as_array().into_iter().flatten();
        agenda
            .into_iter()
            .any(|line| number(line, "item") == 1 && text(line, "matter") == "learning")
    });
    let study = [
        (
            "meetings",
            rows(&mut flows("study.meeting", "prefecture", "held_on")),
        ),
        (
            "first_topics",
            i64::try_from(first_topics.count()).expect("not so many"),
        ),
        (
            "measures_done",
            rows(&mut flows(
                "study.measure_closure",
                "prefecture",
                "closed_on",
            )),
        ),
        (
            "seminars",
            rows(
                &mut flows("study.session", "prefecture", "held_on")
                    .filter(|r| text(r, "form") == "seminar"),
            ),
        ),
    ];
    let closed = e.done("tasks.task_closure", "task", "closed_on", DAY);
    let closed = |task: &&Json| closed.contains(text(task, "id"));
    let tasks = [
        (
            "total",
            rows(&mut e.on("tasks.task", "prefecture", "set_on", DAY)),
        ),
        (
            "open",
            rows(
                &mut e
                    .on("tasks.task", "prefecture", "set_on", DAY)
                    .filter(|t| !closed(t)),
            ),
        ),
        (
            "overdue",
            rows(
                &mut e
                    .on("tasks.task", "prefecture", "set_on", DAY)
                    .filter(|t| !closed(t) && text(t, "due_on") < DAY),
            ),
        ),
    ];
    let talks = [
        (
            "needs_raised",
            rows(&mut flows("talks.need", "prefecture", "raised_on")),
        ),
        (
            "needs_closed",
            rows(&mut flows("talks.need_closure", "prefecture", "closed_on")),
        ),
    ];

    let mut counted = 0;
    let mut compare = |pack: &str, unit: &str, time, figures: &[(&str, i64)]| {
        for (stem, value) in figures {
            let id = format!("{pack}.{stem}");
            let found = figure(&ledger, &id, unit, time);
            assert_eq!(found.amount.text(), value.to_string(), "{id} of {unit}");
            counted += i64::from(*value > 0);
        }
    };
    compare("branch_life", "office", year, &branch_life);
    compare("congress", "company", elections, &congress);
    compare("cases", "brigade", year, &cases);
    compare("integrity", "office", year, &integrity);
    compare("study", "prefecture", year, &study);
    compare(
        "study",
        "prefecture",
        september,
        &[("measures_open", study_open)],
    );
    compare("tasks", "prefecture", september, &tasks);
    compare("talks", "prefecture", year, &talks);
    // Noughts on both sides would prove nothing.
    assert!(counted > 40, "{counted}");
}

#[test]
fn a_hundred_thousand_records_go_in_by_the_rules() {
    let entered = Entered::new(demo().packs());
    assert!(entered.all >= 100_000, "{}", entered.all);
    let kinds: BTreeSet<&str> = entered.records.values().map(|r| text(r, "kind")).collect();
    assert!(kinds.len() > 100, "{}", kinds.len());
}
