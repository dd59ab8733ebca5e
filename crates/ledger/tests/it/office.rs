//! A small office on disk or in memory, for tests: units, persons, and the packs of this repository.

use serde_json::{Value as Json, json};
use std::path::Path;
use youju_declare::{Files, load};
use youju_journal::entropy::Entropy;
use youju_journal::keys::Keys;
use youju_journal::log;
use youju_ledger::core::Core;
use youju_ledger::ledger::{Creation, Ledger, LedgerError};
use youju_ledger::outcome::Outcome;
use youju_ledger::problem::SubmitError;
use youju_ledger::submission::Submission;
use youju_ledger::submit::{Moment, submit};

pub const LINES: [&str; 3] = ["party", "administration", "establishment"];

/// The packs that the histories of these tests write into; the others would only add empty tables to each ledger.
const PACKS: [&str; 5] = ["core", "establishment", "members", "talks", "tasks"];

pub fn files() -> Files {
    files_of(&PACKS)
}

/// The files of some packs of this repository.
pub fn files_of(packs: &[&str]) -> Files {
    let all = Files::from_dir(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs"))
        .expect("the packs of this repository");
    let mut files = Files::new();
    for (path, bytes) in packs.iter().flat_map(|pack| all.of_pack(pack)) {
        files.insert(path, bytes);
    }
    files
}

pub fn core() -> Core {
    core_of(&files())
}

pub fn core_of(files: &Files) -> Core {
    let packs = load(files).unwrap_or_else(|faults| {
        panic!(
            "{}",
            faults
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join("\n")
        )
    });
    Core::new(packs)
}

pub fn moment() -> Moment {
    Moment {
        today: jiff::civil::date(2026, 11, 24),
        at: "2026-11-24T08:00:00Z".into(),
    }
}

/// Units `R` (root), `A`, `B` under it, `A1`, `A2` under `A`, and the given number of persons `p1`, `p2`, ….
pub fn scenery(persons: usize) -> Vec<Json> {
    let mut all = vec![
        json!({"id": "u.R", "kind": "core.unit", "unit": "R", "name": "示例县", "sort": "county", "from_on": "2000-01-01"}),
    ];
    for (unit, parent) in [("A", "R"), ("B", "R"), ("A1", "A"), ("A2", "A")] {
        all.push(json!({"id": format!("u.{unit}"), "kind": "core.unit", "unit": unit, "name": format!("示例{unit}"), "sort": "office", "from_on": "2000-01-01"}));
        for line in LINES {
            all.push(json!({"id": format!("l.{line}.{unit}"), "kind": "core.unit_link", "unit": unit, "line": line, "parent": parent, "from_on": "2000-01-01"}));
        }
    }
    for i in 1..=persons {
        all.push(json!({
            "id": format!("person.{i}"), "kind": "core.person", "unit": "R", "person": format!("p{i}"),
            "name": format!("示例甲{i}"), "birth_on": "1980-05-06", "registered_on": "2001-01-01"
        }));
    }
    all
}

pub fn quota(id: &str, unit: &str, posts: i64, on: &str) -> Json {
    json!({"id": id, "kind": "establishment.quota", "unit": unit, "category": "administrative", "posts": posts, "approval_no": "示例编〔2020〕1号", "approved_on": on})
}

pub fn placement(id: &str, unit: &str, person: &str, on: &str) -> Json {
    json!({"id": id, "kind": "establishment.placement", "unit": unit, "category": "administrative", "person": person, "entered_on": on})
}

/// A ledger on disk with that scenery.
pub fn ledger(folder: &Path, persons: usize) -> Ledger {
    ledger_of(folder, &files(), persons)
}

/// The same with other packs.
pub fn ledger_of(folder: &Path, files: &Files, persons: usize) -> Ledger {
    let creation = Creation {
        origin: "test.example/ledger".into(),
        synthetic: false,
        entropy: Entropy::seeded(7),
        moment: moment(),
    };
    let ledger = Ledger::create(folder, files, creation).expect("a new ledger");
    let sent: Vec<Submission> = scenery(persons)
        .into_iter()
        .map(|body| Submission::from_json(body).expect("well formed"))
        .collect();
    for (one, answer) in sent
        .iter()
        .zip(ledger.submit_all(&sent, &moment()).expect("one commit"))
    {
        assert!(
            matches!(answer, Ok(Outcome::Accepted(_))),
            "{}: {answer:?}",
            one.body
        );
    }
    ledger
}

pub fn send(ledger: &Ledger, body: Json) -> Result<Outcome, LedgerError> {
    ledger.submit(
        &Submission::from_json(body).expect("well formed"),
        &moment(),
    )
}

pub fn accept(ledger: &Ledger, body: Json) -> i64 {
    match send(ledger, body.clone()) {
        Ok(Outcome::Accepted(accepted)) => accepted.seq,
        other => panic!("{body}: {other:?}"),
    }
}

/// Ids of the rules that refuse a body; empty when it is accepted.
pub fn refusals(ledger: &Ledger, body: Json) -> Vec<String> {
    match send(ledger, body.clone()) {
        Ok(Outcome::Accepted(_)) => Vec::new(),
        Ok(Outcome::Refused(refused)) => refused.violations.into_iter().map(|v| v.rule).collect(),
        Err(error) => panic!("{body}: {error}"),
    }
}

/// A ledger in memory, for many short histories.
pub struct InMemory<'c> {
    pub core: &'c Core,
    pub keys: &'c Keys,
    pub scratch: youju_db::Scratch,
}

impl<'c> InMemory<'c> {
    pub fn new(core: &'c Core, keys: &'c Keys, persons: usize) -> Self {
        let mut scratch = youju_db::Scratch::new().expect("a store");
        let mut tx = scratch.tx();
        log::create(&mut tx, keys).expect("a journal");
        core.create_tables(&mut tx).expect("tables");
        Core::prepare(&mut tx).expect("as_at");
        let mut new = Self {
            core,
            keys,
            scratch,
        };
        for body in scenery(persons) {
            assert!(matches!(new.send(body), Ok(Outcome::Accepted(_))));
        }
        new
    }

    pub fn send(&mut self, body: Json) -> Result<Outcome, SubmitError> {
        let sent = Submission::from_json(body).map_err(SubmitError::Invalid)?;
        let mut tx = self.scratch.tx();
        tx.savepoint(|tx| submit(self.core, self.keys, tx, &sent, &moment()))
    }
}
