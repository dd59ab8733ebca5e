//! The demo ledger.

use crate::error::SampleError;
use crate::region::units;
use crate::story::{OPENING, Story};
use crate::{
    brand, burden, cadres, changes, coverage, elections, grassroots, integrity, life, members,
    posts, proceedings, projects, road, rules, study, talent, talks, tasks,
};
use serde_json::Value as Json;
use std::path::Path;
use youju_declare::{Files, Packs};
use youju_journal::entropy::Entropy;
use youju_ledger::ledger::{Creation, Ledger};

/// The seed of the demo region.
pub const SEED: u64 = 20_220_930;

/// Makes the demo ledger in a new or empty folder, through the ordinary gate, and opens it.
///
/// - Output: a ledger marked as synthetic; the same journal each time.
/// - Errors: a folder that is not empty, a disk that cannot be written, packs that refuse one of the records.
pub fn demo(folder: &Path, files: &Files) -> Result<Ledger, SampleError> {
    let creation = Creation {
        origin: "demo.example/ledger".into(),
        synthetic: true,
        entropy: Entropy::seeded(SEED),
        moment: crate::sheet::morning(OPENING),
    };
    let ledger = Ledger::create(folder, files, creation)?;
    story(ledger.packs()).enter(&ledger)?;
    Ok(ledger)
}

/// Gives every record, end, correction and void that the demo region enters, in the order in which they are entered,
/// given the packs that its ledger holds.
pub fn records(packs: &Packs) -> Vec<Json> {
    story(packs).into_records()
}

fn story(packs: &Packs) -> Story {
    let mut story = Story::new(SEED);
    for unit in units() {
        unit.found(story.on(OPENING));
    }
    let people = members::add(&mut story);
    posts::add(&mut story);
    talks::add(&mut story, &people.office);
    tasks::add(&mut story, &people.county);
    road::add(&mut story);
    coverage::add(&mut story, &people);
    brand::add(&mut story);
    members::sign(&mut story);
    let officials = cadres::add(&mut story);
    study::add(&mut story, &officials);
    projects::add(&mut story);
    talent::add(&mut story, &officials);
    changes::add(&mut story);
    life::add(&mut story, &people);
    elections::add(&mut story, &people);
    proceedings::add(&mut story);
    integrity::add(&mut story, &people);
    rules::add(&mut story, packs);
    burden::add(&mut story);
    grassroots::add(&mut story);
    story
}

/// Gives the sequence of the last entry that the demo's report of July 2022 knew.
///
/// - Errors: a ledger that is not the demo's, or a store that failed.
pub fn reported_at(ledger: &Ledger) -> Result<i64, SampleError> {
    let signature = ledger.show(members::SIGNED_IN_JULY)?;
    let missing = || SampleError::NotDemo(ledger.folder().to_owned());
    signature
        .and_then(|shown| shown.versions.first().map(|act| act.seq))
        .ok_or_else(missing)
}
