//! Packs that change under a living ledger.

use crate::office::{accept, files, ledger, moment, placement, quota, scenery, send};
use jiff::civil::date;
use serde_json::{Value as Json, json};
use std::path::Path;
use youju_declare::Files;
use youju_journal::entropy::Entropy;
use youju_ledger::figure::{Ask, Figure, Time};
use youju_ledger::ledger::{Creation, Ledger, LedgerError};
use youju_ledger::problem::SubmitError;
use youju_ledger::reconcile::Reason;
use youju_ledger::update::{Fate, Reckoned, Sort, Update};

/// The files with one of them changed: `old` must stand in it.
fn with(files: &Files, path: &str, old: &str, new: &str) -> Files {
    let mut found = false;
    let changed = files.iter().map(|(name, bytes)| {
        let mut text = bytes.to_vec();
        if name == path {
            let before = String::from_utf8(text).expect("a text");
            assert!(before.contains(old), "{path}: {before}");
            found = true;
            text = before.replacen(old, new, 1).into_bytes();
        }
        (name.to_owned(), text)
    });
    let changed: Files = changed.collect();
    assert!(found, "{path}");
    changed
}

fn update(ledger: &mut Ledger, files: &Files, keep: bool) -> Update {
    ledger
        .update_packs(files, keep, &moment())
        .unwrap_or_else(|e| panic!("{e}"))
}

fn filled(ledger: &Ledger, known_at: Option<i64>) -> Figure {
    let ask = Ask {
        known_at,
        ..Ask::new(
            "establishment.filled",
            Some("R"),
            Time::On(date(2022, 6, 30)),
        )
    };
    ledger.figure(&ask).expect("a figure")
}

/// Two placements, one of them in an institution.
fn two_placements(folder: &Path) -> (Ledger, i64) {
    let ledger = ledger(folder, 3);
    accept(&ledger, quota("q1", "A", 3, "2021-01-01"));
    accept(
        &ledger,
        json!({"id": "u.I", "kind": "core.unit", "unit": "I", "name": "示例所", "sort": "institution", "from_on": "2000-01-01"}),
    );
    accept(
        &ledger,
        json!({"id": "l.I", "kind": "core.unit_link", "unit": "I", "line": "establishment", "parent": "R", "from_on": "2000-01-01"}),
    );
    let mut institution = quota("q2", "I", 3, "2021-01-01");
    institution["category"] = json!("institution");
    accept(&ledger, institution);
    accept(&ledger, placement("m1", "A", "p1", "2022-05-01"));
    let mut other = placement("m2", "I", "p2", "2022-05-01");
    other["category"] = json!("institution");
    let seq = accept(&ledger, other);
    (ledger, seq)
}

const FILLED: &str = "establishment/rowsets/filled.sql";

#[test]
fn an_update_is_shown_first_and_then_made_in_one_commit() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut ledger, seq) = two_placements(folder.path());
    let unchanged = update(&mut ledger, &files(), true);
    assert_eq!(unchanged, Update::default());

    let text = files();
    let text = String::from_utf8_lossy(text.get(FILLED).expect("the row set"));
    let narrower = with(
        &files(),
        FILLED,
        text.trim_end(),
        &format!("{}\nwhere p.category = 'administrative'", text.trim_end()),
    );
    let shown = update(&mut ledger, &narrower, false);
    assert_eq!((shown.files, shown.seq, shown.replayed), (1, None, seq));
    assert_eq!(shown.losses, []);
    assert_eq!(
        shown.definitions.into_iter().collect::<Vec<_>>(),
        [(
            (Sort::RowSet, Fate::Changed),
            vec!["establishment.filled".to_owned()]
        )]
    );
    let told: Vec<_> = shown
        .figures
        .iter()
        .map(|f| {
            let text = |f: &Option<Figure>| f.as_ref().map(|f| f.amount.text());
            (f.indicator.as_str(), text(&f.before), text(&f.after))
        })
        .collect();
    let moved = (
        "establishment.filled",
        Some("2".to_owned()),
        Some("1".to_owned()),
    );
    assert!(told.contains(&moved), "{told:?}");
    assert!(
        told.iter().any(|(id, ..)| *id == "establishment.fill_rate"),
        "a share of it changes too: {told:?}"
    );
    assert!(!told.iter().any(|(id, ..)| id.starts_with("members.")));
    // It was only looked at.
    assert_eq!(ledger.head().expect("a head"), seq);
    assert_eq!(filled(&ledger, None).amount.text(), "2");
    assert!(ledger.verify().expect("a report").findings.is_empty());

    let old = filled(&ledger, Some(seq));
    let approved = Ask {
        known_at: Some(seq),
        ..Ask::new(
            "establishment.approved",
            Some("R"),
            Time::On(date(2022, 6, 30)),
        )
    };
    let untouched = ledger.figure(&approved).expect("a figure");
    let other = Ledger::open(folder.path()).expect("a second process");
    let done = update(&mut ledger, &narrower, true);
    assert_eq!(done.seq, Some(seq + 1));
    assert_eq!(filled(&ledger, None).amount.text(), "1");
    // What is known at an earlier entry is read by the definitions of today, unless those of its day are asked for.
    assert_eq!(filled(&ledger, Some(seq)).amount.text(), "1");
    assert_eq!(ledger.figure_as_defined(&old.ask).expect("a figure"), old);
    assert_eq!(ledger.figure(&approved).expect("a figure"), untouched);
    assert!(ledger.verify().expect("a report").findings.is_empty());

    // Whoever opened the ledger before writes nothing under the old packs.
    let late = placement("m3", "A", "p3", "2022-05-01");
    assert!(matches!(
        send(&other, late.clone()),
        Err(LedgerError::Submit(SubmitError::PacksReplaced))
    ));
    drop(other);
    accept(&ledger, late);
    drop(ledger);
    let again = Ledger::open(folder.path()).expect("the ledger");
    assert_eq!(filled(&again, None).amount.text(), "2");
    assert!(again.verify().expect("a report").findings.is_empty());
}

#[test]
fn rules_and_texts_change_without_touching_a_row() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut ledger, seq) = two_placements(folder.path());
    let gone: Files = files()
        .iter()
        .filter(|(name, _)| {
            !name.contains("core/rules/signed_ahead") && !name.contains("core/cases/signing")
        })
        .map(|(name, bytes)| (name.to_owned(), bytes.to_vec()))
        .collect();
    let mut fewer = gone;
    for lang in ["zh", "en", "bo"] {
        let path = format!("core/i18n/{lang}.txt");
        let text = files();
        let text = String::from_utf8_lossy(text.get(&path).expect("the texts"));
        let kept: Vec<&str> = text
            .lines()
            .filter(|line| !line.starts_with("rule.signed_ahead"))
            .collect();
        fewer.insert(path, kept.join("\n"));
    }
    let done = update(&mut ledger, &fewer, true);
    assert_eq!((done.seq, done.replayed), (Some(seq + 1), 0));
    assert_eq!(
        done.definitions.into_iter().collect::<Vec<_>>(),
        [(
            (Sort::Rule, Fate::Gone),
            vec!["core.signed_ahead".to_owned()]
        )]
    );
    assert_eq!(done.figures, []);
    assert!(ledger.verify().expect("a report").findings.is_empty());
    accept(&ledger, placement("m3", "A", "p3", "2022-05-01"));
    assert!(ledger.verify().expect("a report").findings.is_empty());
}

/// What a reconciliation of two figures says: opening, steps with reason, amount and number of rows, closing.
fn told(ledger: &Ledger, from: &Ask, to: &Ask) -> (String, Vec<(Reason, i64, usize)>, String) {
    let bridge = ledger.reconcile(from, to).expect("a bridge").swap_remove(0);
    assert!(bridge.closes(), "{bridge:?}");
    let steps = bridge.steps.iter();
    let steps = steps.map(|step| (step.reason, step.amount, step.rows.len()));
    (
        bridge.from.amount.text(),
        steps.collect(),
        bridge.to.amount.text(),
    )
}

#[test]
fn a_changed_definition_is_a_step_of_its_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut ledger, seq) = two_placements(folder.path());
    let text = files();
    let text = String::from_utf8_lossy(text.get(FILLED).expect("the row set"));
    let narrower = with(
        &files(),
        FILLED,
        text.trim_end(),
        &format!("{}\nwhere p.category = 'administrative'", text.trim_end()),
    );
    let updated = update(&mut ledger, &narrower, true).seq.expect("an entry");
    accept(&ledger, placement("m3", "A", "p3", "2022-05-01"));

    let known = |known_at: Option<i64>| Ask {
        known_at,
        ..filled(&ledger, None).ask
    };
    let late = (Reason::LateEntry, 1, 1);
    let redefined = |amount| (Reason::Definition, amount, 1);
    let two = "2".to_owned();
    // As reported then, and as it reads now: one record falls out by the new definition, one came late.
    assert_eq!(
        told(&ledger, &known(Some(seq)), &known(None)),
        (two.clone(), vec![redefined(-1), late], two.clone())
    );
    // The way back: what came late is read by the definition under which it came.
    assert_eq!(
        told(&ledger, &known(None), &known(Some(seq))),
        (
            two.clone(),
            vec![redefined(1), (Reason::LateEntry, -1, 1)],
            two.clone()
        )
    );
    // The record that differs is shown with its row, and the entry from which the new definition holds.
    let bridge = &ledger
        .reconcile(&known(Some(seq)), &known(None))
        .expect("a bridge")[0];
    assert_eq!(bridge.redefined_at, Some(updated));
    let step = &bridge.steps[0];
    let place = step.columns.iter().position(|c| c == "record_id");
    let row = &step.rows[0];
    assert_eq!(
        (row.sign, row.row[place.expect("a record")].to_string()),
        (-1, "m2".to_owned())
    );
    // Both before the update: by the definition of then, and nothing changes but what was entered.
    assert_eq!(
        told(&ledger, &known(Some(seq - 1)), &known(Some(seq))),
        ("1".to_owned(), vec![late], two.clone())
    );
    // A share's part and whole are redefined each on its own; the whole is as it was.
    let rate = |known_at| Ask {
        indicator: "establishment.fill_rate".into(),
        ..known(known_at)
    };
    let bridges = ledger
        .reconcile(&rate(Some(seq)), &rate(None))
        .expect("two bridges");
    let steps: Vec<Vec<Reason>> = bridges
        .iter()
        .map(|bridge| bridge.steps.iter().map(|step| step.reason).collect())
        .collect();
    assert_eq!(steps, [vec![Reason::Definition, Reason::LateEntry], vec![]]);
    assert!(bridges.iter().all(youju_ledger::reconcile::Bridge::closes));
    // What the update left alone is no other definition.
    let entered = Ask {
        known_at: Some(seq),
        ..Ask::new("core.staff", Some("R"), Time::On(date(2022, 6, 30)))
    };
    let now = Ask {
        known_at: None,
        ..entered.clone()
    };
    let untouched = ledger.reconcile(&entered, &now).expect("a bridge");
    assert_eq!(
        (untouched[0].redefined_at, untouched[0].steps.len()),
        (None, 0)
    );
}

#[test]
fn a_measure_that_changes_adds_up_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut ledger, seq) = two_placements(folder.path());
    // Two of the three stand in one unit; then units are counted, not placements.
    accept(&ledger, placement("m4", "A", "p3", "2022-05-02"));
    let head = ledger.head().expect("a head");
    let units = with(
        &files(),
        "establishment/indicators/filled.toml",
        "measure  = \"rows\"",
        "measure  = \"distinct unit\"",
    );
    assert!(head > seq && update(&mut ledger, &units, true).seq.is_some());
    let then = Ask {
        known_at: Some(head),
        ..filled(&ledger, None).ask
    };
    let now = Ask {
        known_at: None,
        ..then.clone()
    };
    assert_eq!(
        told(&ledger, &then, &now),
        (
            "3".to_owned(),
            vec![(Reason::Definition, -1, 0)],
            "2".to_owned()
        )
    );
}

#[test]
fn a_changed_calendar_moves_the_dates_that_count_working_days() {
    let folder = tempfile::tempdir().expect("a folder");
    let dated = |files: &Files| {
        let mut files = with(
            files,
            THING,
            "amount =",
            "over_on = { derive = \"seen_on + 30 working days\" }\namount =",
        );
        for lang in ["zh", "en"] {
            let path = format!("extra/i18n/{lang}.txt");
            let mut text = files.get(&path).expect("the texts").to_vec();
            text.extend("field.thing.over_on = 期满\n".bytes());
            files.insert(path, text);
        }
        files
    };
    let files = dated(&with_extra());
    let creation = Creation {
        origin: "test.example/ledger".into(),
        synthetic: false,
        entropy: Entropy::seeded(7),
        moment: moment(),
    };
    let mut ledger = Ledger::create(folder.path(), &files, creation).expect("a ledger");
    for body in scenery(0) {
        accept(&ledger, body);
    }
    // Before a holiday that will be shortened, long before it, and into a year without a notice.
    for (id, day) in [
        ("t1", "2022-04-20"),
        ("t2", "2022-02-20"),
        ("t3", "2026-11-20"),
    ] {
        accept(&ledger, thing(id, json!({"seen_on": day})));
    }
    let calendar = "core/calendar.csv";
    let shorter = with(
        &files,
        calendar,
        "2022-05-04,off,劳动节,国办发明电〔2021〕11号\n",
        "",
    );
    let mut text = shorter.get(calendar).expect("the calendar").to_vec();
    text.extend("2027-01-01,off,元旦,\n".bytes());
    let mut changed = shorter;
    changed.insert(calendar, text);
    let head = ledger.head().expect("a head");
    let shown = update(&mut ledger, &changed, false);
    assert!(shown.calendar && shown.seq.is_none() && shown.replayed == head);
    assert!(shown.definitions.is_empty());
    let told: Vec<_> = shown
        .redated
        .iter()
        .map(|one| {
            let day = |one: &Reckoned| (one.day.clone().unwrap_or_default(), one.provisional);
            (
                one.record.as_str(),
                one.field.as_str(),
                day(&one.before),
                day(&one.after),
            )
        })
        .collect();
    let day = |text: &str, provisional| (text.to_owned(), provisional);
    assert_eq!(
        told,
        [
            (
                "t1",
                "over_on",
                day("2022-06-02", false),
                day("2022-06-01", false)
            ),
            (
                "t3",
                "over_on",
                day("2027-01-01", true),
                day("2027-01-04", false)
            ),
        ]
    );
    // Only shown: the dates are as they were, in the ledger and in its journal played again.
    assert!(ledger.verify().expect("a report").findings.is_empty());
    let done = update(&mut ledger, &changed, true);
    assert_eq!((done.seq, &done.redated), (Some(head + 1), &shown.redated));
    assert!(ledger.verify().expect("a report").findings.is_empty());
    drop(ledger);
    let mut again = Ledger::open(folder.path()).expect("the ledger");
    assert!(again.verify().expect("a report").findings.is_empty());
    // And back: the same dates move the other way.
    let back = update(&mut again, &files, true);
    let days: Vec<_> = back.redated.iter().map(|one| one.after.clone()).collect();
    let were: Vec<_> = shown.redated.iter().map(|one| one.before.clone()).collect();
    assert_eq!(days, were);
}

/// The packs of the repository and one more, with a kind of four fields.
fn with_extra() -> Files {
    let mut all = files();
    all.insert("extra/pack.toml", "# Things that were seen.\nid = \"extra\"\nuses = [\"core\"]\nline = \"administration\"\n[kind.thing]\npurpose = \"a test\"\nbasis = \"none\"\nkeep = \"a day\"\n");
    all.insert(THING, "# One record per thing.\non = \"seen_on\"\n[field]\nunit = { type = \"unit\", content = \"unit\", required = true }\nseen_on = { type = \"date\", content = \"date\", required = true }\namount = { type = \"int\", content = \"count\" }\nsort = { type = \"choice\", content = \"category\", of = [\"large\", \"small\"] }\n");
    for lang in ["zh", "en"] {
        all.insert(format!("extra/i18n/{lang}.txt"), "# Words.\npack = 示例\nkind.thing = 物件\nfield.thing.unit = 单位\nfield.thing.seen_on = 日期\nfield.thing.amount = 数量\nfield.thing.sort = 大小\nchoice.thing.sort.large = 大\nchoice.thing.sort.small = 小\n");
    }
    all
}

const THING: &str = "extra/kinds/thing.toml";

fn thing(id: &str, more: Json) -> Json {
    let mut body = json!({"id": id, "kind": "extra.thing", "unit": "A", "seen_on": "2022-06-01"});
    for (name, value) in more.as_object().expect("an object") {
        body[name] = value.clone();
    }
    body
}

#[test]
fn what_the_records_hold_cannot_be_taken_from_under_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let creation = Creation {
        origin: "test.example/ledger".into(),
        synthetic: false,
        entropy: Entropy::seeded(7),
        moment: moment(),
    };
    let mut ledger = Ledger::create(folder.path(), &with_extra(), creation).expect("a ledger");
    for body in scenery(0) {
        accept(&ledger, body);
    }
    // An empty kind may be changed as one likes.
    let texts = with(
        &with_extra(),
        THING,
        "type = \"int\", content = \"count\"",
        "type = \"text\", content = \"title\"",
    );
    assert_eq!(update(&mut ledger, &texts, false).losses, []);

    accept(&ledger, thing("t1", json!({"amount": 3, "sort": "small"})));
    accept(&ledger, thing("t2", json!({"sort": "large"})));
    let voided = accept(&ledger, json!({"voids": "t2", "reason": "看错"}));
    let lines = |files: &Files, taken: &str| {
        let kept = |bytes: &[u8]| {
            let text = String::from_utf8_lossy(bytes).into_owned();
            let kept = text.lines().filter(|line| !line.contains(taken));
            kept.collect::<Vec<_>>().join("\n").into_bytes()
        };
        let all = files.iter().map(|(name, bytes)| {
            let bytes = if name.starts_with("extra/") {
                kept(bytes)
            } else {
                bytes.to_vec()
            };
            (name.to_owned(), bytes)
        });
        all.collect::<Files>()
    };
    let narrower = lines(
        &with(
            &with_extra(),
            THING,
            "[\"large\", \"small\"]",
            "[\"small\"]",
        ),
        "choice.thing.sort.large",
    );
    for (files, said) in [
        (
            files(),
            "kind extra.thing is gone and has 2 records".to_owned(),
        ),
        (
            texts,
            "field amount of extra.thing has another type and 1 records fill it".into(),
        ),
        (
            lines(&with_extra(), "amount"),
            "field amount of extra.thing is gone and 1 records fill it".into(),
        ),
        // A voided record stands in the journal all the same.
        (
            narrower,
            format!(
                "entry {} cannot be kept: sort: \"large\" is no choice here",
                voided - 1
            ),
        ),
    ] {
        let refused = update(&mut ledger, &files, true);
        assert_eq!(refused.seq, None);
        assert!(
            refused
                .losses
                .iter()
                .any(|loss| loss.what.starts_with(&said)),
            "{said}: {:?}",
            refused.losses
        );
        assert_eq!(ledger.head().expect("a head"), voided);
        assert!(ledger.verify().expect("a report").findings.is_empty());
    }
    // More fields and choices lose nothing.
    let wider = with(
        &with_extra(),
        THING,
        "[\"large\", \"small\"]",
        "[\"large\", \"small\", \"none\"]",
    );
    let wider: Files = wider
        .iter()
        .map(|(name, bytes)| {
            let mut bytes = bytes.to_vec();
            if name.starts_with("extra/i18n") {
                bytes.extend("choice.thing.sort.none = 无\n".bytes());
            }
            (name.to_owned(), bytes)
        })
        .collect();
    assert!(update(&mut ledger, &wider, true).seq.is_some());
    accept(&ledger, thing("t3", json!({"sort": "none"})));
    assert!(ledger.verify().expect("a report").findings.is_empty());
}

#[test]
fn packs_from_which_no_tree_can_be_read_are_refused_with_their_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut ledger = ledger(folder.path(), 0);
    // The column is there under another name.
    let named = with(
        &files(),
        "core/rowsets/places.toml",
        "\"parent\"",
        "\"instrument\"",
    );
    let blind = with(
        &named,
        "core/rowsets/places.sql",
        "c.parent, c.since",
        "c.parent as instrument, c.since",
    );
    let refused = ledger
        .update_packs(&blind, false, &moment())
        .expect_err("trees cannot be read");
    assert!(
        refused
            .to_string()
            .contains("core.places has no column \"parent\""),
        "{refused}"
    );
    assert!(ledger.verify().expect("a report").findings.is_empty());
}
