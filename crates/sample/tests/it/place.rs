//! The demo ledger.

use jiff::civil::Date;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use tempfile::TempDir;
use youju_base::period::Period;
use youju_declare::Files;
use youju_ledger::figure::{Ask, Figure, Time};
use youju_ledger::ledger::Ledger;

pub fn files() -> Files {
    Files::from_dir(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs"))
        .expect("the packs of this repository")
}

/// A demo ledger made for one test.
pub fn fresh() -> (TempDir, Ledger) {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger =
        youju_sample::demo(&folder.path().join("demo"), &files()).unwrap_or_else(|e| panic!("{e}"));
    (folder, ledger)
}

/// The demo ledger that all tests read: made once, for it is large; each test opens it for itself.
pub fn demo() -> Ledger {
    static MADE: OnceLock<PathBuf> = OnceLock::new();
    let folder = MADE.get_or_init(|| {
        // Not a temporary folder: nobody drops a static.
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("demo");
        if folder.exists() {
            std::fs::remove_dir_all(&folder).expect("the ledger of the run before");
        }
        youju_sample::demo(&folder, &files()).unwrap_or_else(|e| panic!("{e}"));
        folder
    });
    Ledger::open(folder).unwrap_or_else(|e| panic!("{e}"))
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
