//! What a check of the ledger itself found: verify, backup, restore, packs, doctor.

use crate::answer::Answer;
use crate::layout::columns;
use crate::words::Words;
use serde::Serialize;
use youju_journal::verify::Finding;
use youju_ledger::verify;

/// The report of `verify`, and of the verification that a backup or its return is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// What was done: `verify`, `backup`, `restore`.
    pub verb: &'static str,
    /// The folder that was checked; of a backup, the copy.
    pub folder: String,
    /// Nothing is wrong.
    pub ok: bool,
    /// Journal entries read.
    pub entries: u64,
    /// Rows compared with a rebuild.
    pub rows: u64,
    /// Sealed texts that opened.
    pub sealed: u64,
    /// Sealed texts of people who were erased.
    pub erased: u64,
    /// Sealed texts that nobody can read any more, for keys are lost.
    pub unreadable: u64,
    /// Whether the keys were there.
    pub with_keys: bool,
    /// The newest checkpoint whose signature holds: entries and root.
    pub checkpoint: Option<Checkpoint>,
    /// What is wrong.
    pub findings: Vec<Found>,
}

/// A signed checkpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Checkpoint {
    /// How many entries it covers.
    pub size: u64,
    /// Root of the tree, in hexadecimal.
    pub root: String,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Found {
    /// Table or file.
    pub table: String,
    /// Which row.
    pub row: String,
    /// Which column.
    pub column: Option<String>,
    /// What is wrong.
    pub what: String,
}

/// Findings that are shown as text.
const SHOWN: usize = 40;

impl Report {
    /// Takes over a report.
    pub fn new(verb: &'static str, folder: String, report: &verify::Report) -> Self {
        Self {
            verb,
            folder,
            ok: report.findings.is_empty(),
            entries: report.journal.entries,
            rows: report.rows,
            sealed: report.journal.opened,
            erased: report.journal.erased,
            unreadable: report.journal.unreadable,
            with_keys: report.with_keys,
            checkpoint: report.journal.signed.as_ref().map(|signed| Checkpoint {
                size: signed.size,
                root: signed
                    .root
                    .iter()
                    .map(|byte| format!("{byte:02x}"))
                    .collect(),
            }),
            findings: report.findings.iter().map(Found::new).collect(),
        }
    }
}

impl Found {
    /// Takes over one finding.
    pub fn new(finding: &Finding) -> Self {
        Self {
            table: finding.table.clone(),
            row: finding.row.clone(),
            column: finding.column.clone(),
            what: finding.what.clone(),
        }
    }

    fn cells(&self, words: &Words<'_>) -> Vec<String> {
        let column = self.column.as_deref().unwrap_or_default();
        let place = [self.table.as_str(), &self.row, column];
        let place: Vec<&str> = place.into_iter().filter(|t| !t.is_empty()).collect();
        vec![place.join(" · "), words.say(&self.what)]
    }
}

impl Answer for Report {
    fn text(&self, words: &Words<'_>) -> String {
        let state = if self.ok { "ok" } else { "bad" };
        let n = self.findings.len();
        let mut lines = vec![words.fill(
            &format!("report.{}.{state}", self.verb),
            &[("folder", &self.folder), ("n", &n)],
        )];
        let counts = words.fill(
            "report.counts",
            &[("entries", &self.entries), ("rows", &self.rows)],
        );
        lines.push(format!("  {counts}"));
        if self.sealed + self.erased + self.unreadable > 0 {
            let sealed = words.fill(
                "report.sealed",
                &[("sealed", &self.sealed), ("erased", &self.erased)],
            );
            lines.push(format!("  {sealed}"));
        }
        if self.unreadable > 0 {
            lines.push(format!(
                "  {}",
                words.fill("report.unreadable", &[("n", &self.unreadable)])
            ));
        }
        if let Some(signed) = &self.checkpoint {
            let root = signed.root.get(..16).unwrap_or(&signed.root);
            let line = words.fill(
                "report.checkpoint",
                &[("size", &signed.size), ("root", &root)],
            );
            lines.push(format!("  {line}"));
        }
        let found: Vec<Vec<String>> = self
            .findings
            .iter()
            .take(SHOWN)
            .map(|found| found.cells(words))
            .collect();
        if !found.is_empty() {
            lines.push(columns(&found, &[], 2));
        }
        if n > SHOWN {
            lines.push(format!(
                "  {}",
                words.fill("report.more", &[("n", &(n - SHOWN))])
            ));
        }
        if !self.ok && self.verb == "verify" {
            lines.push(format!("  {}", words.get("report.way_out")));
        }
        lines.join("\n")
    }
}

/// What a check of packs found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PackReport {
    /// Nothing is wrong.
    pub ok: bool,
    /// Packs looked at.
    pub packs: usize,
    /// Cases played; null where only the files were checked.
    pub cases: Option<usize>,
    /// Cases that came out otherwise, and changes of rules that no case notices.
    pub failures: Vec<Found>,
}

impl Answer for PackReport {
    fn text(&self, words: &Words<'_>) -> String {
        let n = self.failures.len();
        let head = match (self.cases, self.ok) {
            (None, _) => words.fill("packs.checked", &[("n", &self.packs)]),
            (Some(cases), true) => {
                words.fill("packs.played", &[("n", &self.packs), ("cases", &cases)])
            }
            (Some(cases), false) => words.fill("packs.failed", &[("n", &n), ("cases", &cases)]),
        };
        let mut lines = vec![head];
        for failure in &self.failures {
            let row = &failure.row;
            lines.push(format!("  {}  {row}\n    {}", failure.table, failure.what));
        }
        lines.join("\n")
    }
}

/// Packs that were written out as files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PacksWritten {
    /// The folder that holds the packs' folders.
    pub folder: String,
    /// Packs written.
    pub packs: Vec<String>,
    /// Packs that they use and that stood there already.
    pub kept: Vec<String>,
}

impl Answer for PacksWritten {
    fn text(&self, words: &Words<'_>) -> String {
        let mut lines = vec![words.fill(
            "packs.written",
            &[
                ("folder", &self.folder),
                ("packs", &words.list(&self.packs)),
            ],
        )];
        if !self.kept.is_empty() {
            let kept = words.list(&self.kept);
            lines.push(format!(
                "  {}",
                words.fill("packs.written_kept", &[("packs", &kept)])
            ));
        }
        let next = words.fill("packs.written_next", &[("folder", &self.folder)]);
        lines.push(format!("  {next}"));
        lines.join("\n")
    }
}

/// The state of a ledger, with what deserves a look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Health {
    /// The folder.
    pub folder: String,
    /// Its records are made up.
    pub synthetic: bool,
    /// Last entry.
    pub head: i64,
    /// Files with their size in bytes.
    pub files: Vec<(String, u64)>,
    /// What deserves a look.
    pub remarks: Vec<Remark>,
}

/// One thing that deserves a look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Remark {
    /// `not_reviewed`, `large_partition`, `unplaced_unit`, `missing_bo`, `key_readable`,
    /// `unregistered`.
    pub code: &'static str,
    /// What it is about.
    pub about: String,
    /// A number that belongs to it.
    pub n: u64,
}

impl Answer for Health {
    fn text(&self, words: &Words<'_>) -> String {
        let mut lines = vec![words.fill(
            "doctor.head",
            &[("folder", &self.folder), ("seq", &self.head)],
        )];
        let files = self.files.iter().map(|(name, bytes)| {
            vec![
                name.clone(),
                words.fill("doctor.kib", &[("n", &bytes.div_ceil(1024))]),
            ]
        });
        lines.push(columns(&files.collect::<Vec<_>>(), &[1], 2));
        if self.synthetic {
            lines.push(format!("  {}", words.get("synthetic.figure")));
        }
        for remark in &self.remarks {
            let key = format!("doctor.{}", remark.code);
            let text = words.fill(&key, &[("about", &remark.about), ("n", &remark.n)]);
            lines.push(format!("! {text}"));
        }
        if self.remarks.is_empty() {
            lines.push(words.get("doctor.well"));
        }
        lines.join("\n")
    }
}
