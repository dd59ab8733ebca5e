//! A demo ledger in a temporary folder.

use jiff::civil::Date;
use std::path::Path;
use tempfile::TempDir;
use youju_base::period::Period;
use youju_declare::Files;
use youju_ledger::figure::{Ask, Figure, Time};
use youju_ledger::ledger::Ledger;

pub fn files() -> Files {
    Files::from_dir(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs"))
        .expect("the packs of this repository")
}

pub fn demo() -> (TempDir, Ledger) {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger =
        youju_sample::demo(&folder.path().join("demo"), &files()).unwrap_or_else(|e| panic!("{e}"));
    (folder, ledger)
}

pub fn on(day: Date) -> Time {
    Time::On(day)
}

pub fn within(text: &str) -> Time {
    Time::Within(Period::parse(text).expect("a period"))
}

pub fn figure(ledger: &Ledger, indicator: &str, unit: &str, time: Time) -> Figure {
    ledger
        .figure(&Ask::new(indicator, Some(unit), time))
        .unwrap_or_else(|e| panic!("{indicator} of {unit}: {e}"))
}
