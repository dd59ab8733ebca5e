//! One ledger on disk: a folder with `ledger.db`, `keys.db` and `ledger.key`.

use crate::ask::breakdown::{self, Breakdown, By};
use crate::ask::figure::{self, Ask, AskError, Evidence, Figure, Selection};
use crate::ask::reconcile::{self, Bridge, Defined};
use crate::enter::outcome::Outcome;
use crate::enter::submission::{Action, Submission};
use crate::enter::submit::{self, Moment};
use crate::kept::core::Core;
use crate::kept::rollup::ask::{Counted, counted};
use crate::kept::units;
use crate::problem::SubmitError;
use crate::upkeep::rebuild::erased;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use youju_db::{DbError, Rows, Store, StoreOptions, Tx, WriteError};
use youju_declare::{Fault, Files, Packs, Rule};
use youju_journal::entropy::Entropy;
use youju_journal::keys::Keys;
use youju_journal::pack::PackMap;
use youju_journal::{JournalError, log, pack};

/// The store's file in a ledger's folder.
pub const LEDGER_DB: &str = "ledger.db";
/// A file kept among the packs that says what ledger this is.
pub(crate) const ABOUT: &str = "ledger.toml";

/// An open ledger.
pub struct Ledger {
    folder: PathBuf,
    pub(crate) store: Store,
    pub(crate) keys: Arc<Keys>,
    pub(crate) core: Arc<Core>,
    /// The entry that put the packs of `core` in force.
    pub(crate) packs_since: i64,
    synthetic: bool,
}

/// How a new ledger is made.
pub struct Creation {
    /// Names the log in its checkpoints, such as `example.org/ledger`.
    pub origin: String,
    /// The records will be made up: every verdict says so.
    pub synthetic: bool,
    /// Where keys come from: the system, or a seed for reproducible demo ledgers.
    pub entropy: Entropy,
    /// When it is made.
    pub moment: Moment,
}

/// Why a ledger cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// The packs have faults; all of them.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Packs(Vec<Fault>),
    /// There is something in the folder already.
    #[error("{} is not empty; choose another folder", .0.display())]
    NotEmpty(PathBuf),
    /// No ledger there.
    #[error("there is no ledger in {}; `youju init` makes one", .0.display())]
    NoLedger(PathBuf),
    /// `init` was interrupted.
    #[error("the ledger in {} was never finished: its packs are missing; remove the folder and run `youju init` again", .0.display())]
    Unfinished(PathBuf),
    /// A file could not be read or written.
    #[error("cannot {doing} {}: {source}", path.display())]
    File {
        /// What was tried.
        doing: &'static str,
        /// On which file.
        path: PathBuf,
        /// The system's words.
        source: std::io::Error,
    },
    /// A submission could not be judged.
    #[error(transparent)]
    Submit(#[from] SubmitError),
    /// A question could not be answered.
    #[error(transparent)]
    Ask(#[from] AskError),
    /// The journal or its keys failed.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The store failed.
    #[error(transparent)]
    Db(#[from] DbError),
    /// A commit failed in a way that leaves its outcome open, or was not begun.
    #[error("{0}")]
    Write(String),
    /// A commit failed and its outcome is unknown: send the same ids again.
    #[error("{0}")]
    Unknown(String),
}

impl Ledger {
    /// Makes a ledger in a new or empty folder, with these packs in force.
    ///
    /// - Errors: faults in the packs, a folder that is not empty, a disk that cannot be written.
    pub fn create(folder: &Path, files: &Files, how: Creation) -> Result<Self, LedgerError> {
        let packs = checked(files)?;
        let fail = |doing, path: &Path| {
            let path = path.to_owned();
            move |source| LedgerError::File {
                doing,
                path,
                source,
            }
        };
        fs::create_dir_all(folder).map_err(fail("make", folder))?;
        if fs::read_dir(folder)
            .map_err(fail("read", folder))?
            .next()
            .is_some()
        {
            return Err(LedgerError::NotEmpty(folder.to_owned()));
        }
        let keys = Arc::new(Keys::create(folder, &how.origin, how.entropy)?);
        let core = Arc::new(Core::new(packs));
        let mut kept: BTreeMap<String, Vec<u8>> = files
            .iter()
            .map(|(path, bytes)| (path.to_owned(), bytes.to_vec()))
            .collect();
        kept.insert(
            ABOUT.into(),
            format!(
                "origin = \"{}\"\nsynthetic = {}\n",
                how.origin, how.synthetic
            )
            .into_bytes(),
        );
        let store = open_store(folder, true, &keys)?;
        let packs_since = store
            .write(|tx| -> Result<Option<i64>, JournalError> {
                log::create(tx, &keys)?;
                core.create_tables(tx)?;
                pack::store_pack(tx, &kept, &how.moment.at, "init")
            })
            .map_err(write_error)?;
        Ok(Self {
            folder: folder.to_owned(),
            store,
            keys,
            core,
            packs_since: packs_since.unwrap_or_default(),
            synthetic: how.synthetic,
        })
    }

    /// Opens the ledger in `folder`, with the packs that its journal says are in force.
    ///
    /// - Errors: no ledger there, keys that are lost or do not fit, damaged pack files.
    pub fn open(folder: &Path) -> Result<Self, LedgerError> {
        if !folder.join(LEDGER_DB).exists() {
            return Err(LedgerError::NoLedger(folder.to_owned()));
        }
        let keys = Arc::new(Keys::open(folder, Entropy::system())?);
        let store = open_store(folder, false, &keys)?;
        let (core, packs_since, synthetic) = store.read(|rows| open_core(rows, folder))?;
        let ledger = Self {
            folder: folder.to_owned(),
            store,
            keys,
            core: Arc::new(core),
            packs_since,
            synthetic,
        };
        ledger.finish_erasures()?;
        Ok(ledger)
    }

    /// The folder it lies in.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What may be recorded, and what is made of it.
    pub fn packs(&self) -> &Packs {
        &self.core.packs
    }

    /// Whether its records are made up.
    pub fn is_synthetic(&self) -> bool {
        self.synthetic
    }

    /// Sequence of the last entry.
    pub fn head(&self) -> Result<i64, LedgerError> {
        Ok(self.store.read(|rows| log::head(rows))?)
    }

    /// Gives a file of the packs in force, such as `establishment/reports/slip.zh.md`; none where there is no such file.
    pub fn pack_file(&self, path: &str) -> Result<Option<Vec<u8>>, LedgerError> {
        self.store.read(|rows| {
            let map = pack::packs_at(rows, i64::MAX)?;
            let digest = map.and_then(|map| map.files.get(path).cloned());
            Ok(digest
                .map(|digest| pack::pack_file(rows, path, &digest))
                .transpose()?)
        })
    }

    /// Lists the paths of all files of the packs in force, in their order.
    pub fn pack_files(&self) -> Result<Vec<String>, LedgerError> {
        self.store.read(|rows| {
            let map = pack::packs_at(rows, i64::MAX)?;
            Ok(map.map_or_else(Vec::new, |map| map.files.into_keys().collect()))
        })
    }

    /// Lists the rules that can refuse a record of this kind for a unit on a day: those in force, local ones where switched on,
    /// none of which the instrument is abolished.
    pub fn rules_in_force(
        &self,
        kind: &str,
        unit: &str,
        day: Date,
    ) -> Result<Vec<&Rule>, LedgerError> {
        self.store.read(|rows| {
            let applying = self.core.applying(rows)?;
            let mut found = Vec::new();
            for rule in self
                .core
                .packs
                .rules()
                .filter(|r| r.on == kind && r.hardness.can_refuse() && r.in_force(day))
            {
                if applying.to(rows, rule, Some(unit), day)? {
                    found.push(rule);
                }
            }
            Ok(found)
        })
    }

    /// Judges one submission; an answer means that the disk has it.
    ///
    /// - Errors: faults of form ([`SubmitError::Invalid`]), an id used for something else, a store that failed.
    pub fn submit(&self, sent: &Submission, moment: &Moment) -> Result<Outcome, LedgerError> {
        let (core, keys, packs_since) = (self.core.clone(), self.keys.clone(), self.packs_since);
        let (owned, at) = (sent.clone(), moment.clone());
        let outcome = self
            .store
            .write_owned(move |tx| -> Result<Outcome, SubmitError> {
                check_packs(tx, packs_since)?;
                Core::prepare(tx)?;
                let outcome = submit::submit(&core, &keys, tx, &owned, &at)?;
                core.bring_up(tx, false)?;
                Ok(outcome)
            })
            .map_err(write_error)?;
        if let (Action::Erase { .. }, Outcome::Accepted(accepted)) = (&sent.action, &outcome) {
            self.destroy(accepted.seq, &moment.at)?;
        }
        Ok(outcome)
    }

    /// Judges many submissions in their order and in one commit; each stands or falls alone.
    ///
    /// - Output: one answer for each, in the same order.
    /// - Errors: only when the commit itself failed: then none of them is known to stand.
    pub fn submit_all(
        &self,
        sent: &[Submission],
        moment: &Moment,
    ) -> Result<Vec<Result<Outcome, SubmitError>>, LedgerError> {
        self.ensure_keys(sent.iter())?;
        let answers = self
            .store
            .write(
                |tx| -> Result<Vec<Result<Outcome, SubmitError>>, SubmitError> {
                    check_packs(tx, self.packs_since)?;
                    let answers = self.judge_all(tx, sent, moment)?;
                    self.core.bring_up(tx, false)?;
                    Ok(answers)
                },
            )
            .map_err(write_error)?;
        for (one, answer) in sent.iter().zip(&answers) {
            if let (Action::Erase { .. }, Ok(Outcome::Accepted(accepted))) = (&one.action, answer) {
                self.destroy(accepted.seq, &moment.at)?;
            }
        }
        Ok(answers)
    }

    /// Judges many submissions inside one transaction.
    pub(crate) fn judge_all(
        &self,
        tx: &mut Tx<'_>,
        sent: &[Submission],
        moment: &Moment,
    ) -> Result<Vec<Result<Outcome, SubmitError>>, SubmitError> {
        Core::prepare(tx)?;
        let mut answers = Vec::with_capacity(sent.len());
        for one in sent {
            match tx.savepoint(|tx| submit::submit(&self.core, &self.keys, tx, one, moment)) {
                // Who was erased is one submission's own fault.
                answer @ Err(SubmitError::Journal(JournalError::Erased(_))) => {
                    answers.push(answer);
                }
                // A fault of the store or the journal is nobody's own: the whole batch falls.
                Err(error @ (SubmitError::Db(_) | SubmitError::Journal(_))) => return Err(error),
                answer => answers.push(answer),
            }
        }
        Ok(answers)
    }

    /// Computes a figure.
    pub fn figure(&self, ask: &Ask) -> Result<Figure, LedgerError> {
        self.store
            .read(|rows| Ok(figure::figure(&self.core.packs, rows, ask, head(rows)?)?))
    }

    /// Computes many figures on one state of the ledger.
    pub fn figures(&self, asks: &[Ask]) -> Result<Vec<Result<Figure, AskError>>, LedgerError> {
        self.store.read(|rows| {
            let head = head(rows)?;
            Ok(asks
                .iter()
                .map(|ask| figure::figure(&self.core.packs, rows, ask, head))
                .collect())
        })
    }

    /// Computes a figure's number without its digest, from roll-ups where they hold.
    pub fn amount(&self, ask: &Ask) -> Result<Counted, LedgerError> {
        self.store
            .read(|rows| Ok(counted(&self.core.packs, rows, ask, head(rows)?)?))
    }

    /// Computes many numbers on one state of the ledger; see [`Ledger::amount`].
    pub fn amounts(&self, asks: &[Ask]) -> Result<Vec<Result<Counted, AskError>>, LedgerError> {
        self.store.read(|rows| {
            let head = head(rows)?;
            let answer = |ask| counted(&self.core.packs, rows, ask, head);
            Ok(asks.iter().map(answer).collect())
        })
    }

    /// Breaks a figure down by child unit or by time, on one state of the ledger.
    pub fn breakdown(&self, ask: &Ask, by: By) -> Result<Breakdown, LedgerError> {
        self.store.read(|rows| {
            Ok(breakdown::breakdown(
                &self.core.packs,
                rows,
                ask,
                by,
                head(rows)?,
            )?)
        })
    }

    /// Gives the evidence of a figure: its rows, and for a share those of its whole in a second list.
    ///
    /// - Input: `page` as (offset, limit); none gives all.
    pub fn rows(&self, ask: &Ask, page: Option<(u64, u64)>) -> Result<Vec<Evidence>, LedgerError> {
        self.store.read(|rows| {
            let packs = &self.core.packs;
            let mut lists = vec![Selection::new(packs, rows, ask)?.evidence(rows, page)?];
            if let Some(whole) = &figure::find_indicator(packs, &ask.indicator)?.share_of {
                let whole = Ask {
                    indicator: whole.clone(),
                    ..ask.clone()
                };
                lists.push(Selection::new(packs, rows, &whole)?.evidence(rows, page)?);
            }
            Ok(lists)
        })
    }

    /// Subtracts two figures down to the rows that differ; a share gives two bridges.
    ///
    /// A figure known at an entry is computed by the definitions of that day, where those in force say something else; what
    /// the change of definition makes of it is a step of the bridge.
    pub fn reconcile(&self, from: &Ask, to: &Ask) -> Result<Vec<Bridge>, LedgerError> {
        self.store.read(|rows| {
            let older = self.older_definitions(rows, [from, to])?;
            let defined = older.each_ref().map(|older| match older {
                Some(older) => older.defined(),
                None => Defined {
                    since: self.packs_since,
                    packs: &self.core.packs,
                    rows,
                },
            });
            let causes = reconcile::JournalCauses(rows);
            let head = head(rows)?;
            Ok(reconcile::reconcile_defined(
                defined, &causes, from, to, head,
            )?)
        })
    }

    /// Makes the keys of all subjects that are new, in one commit.
    pub(crate) fn ensure_keys<'s>(
        &self,
        sent: impl Iterator<Item = &'s Submission>,
    ) -> Result<(), LedgerError> {
        let subjects = sent.filter_map(|one| match &one.action {
            Action::Record { kind, fields, .. } => {
                let subject = self.core.packs.kind(kind)?.subject.as_ref()?;
                fields.get(subject)?.as_str().filter(|s| !s.is_empty())
            }
            _ => None,
        });
        match self.keys.ensure(subjects) {
            // Whoever was erased is answered one by one.
            Ok(()) | Err(JournalError::Erased(_)) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Destroys the keys of the person that the entry of an erasure names, and what overwritten text the log still holds.
    fn destroy(&self, seq: i64, at: &str) -> Result<(), LedgerError> {
        let entry = self.store.read(|rows| log::read(rows, seq))?;
        for subject in entry.iter().flat_map(|entry| erased(&entry.data)) {
            self.keys.erase(&subject, at)?;
        }
        match self.store.truncate_log() {
            // Somebody reads an older state: the next open finishes the work.
            Err(DbError::StillRead(_)) => Ok(()),
            other => Ok(other?),
        }
    }

    /// Finishes erasures that were put on the record but interrupted before the key was destroyed.
    fn finish_erasures(&self) -> Result<(), LedgerError> {
        let erasures = self.store.read(|rows| {
            let found = rows.query(
                "select seq from journal where type = 'erase' order by seq",
                &[],
            )?;
            let mut entries = Vec::new();
            for seq in found.iter().filter_map(|row| row[0].as_int()) {
                entries.extend(log::read(rows, seq)?.map(|entry| (seq, entry)));
            }
            Ok::<_, JournalError>(entries)
        })?;
        for (seq, entry) in erasures {
            for subject in erased(&entry.data) {
                if !self.keys.is_erased(&subject)? {
                    self.destroy(seq, &entry.at)?;
                }
            }
        }
        Ok(())
    }
}

/// Refuses to write under packs that another process has replaced since the ledger was opened.
fn check_packs(rows: &dyn Rows, packs_since: i64) -> Result<(), SubmitError> {
    let newest = rows.int("select max(seq) from journal where type = 'pack'", &[])?;
    if newest.is_some_and(|newest| newest != packs_since) {
        return Err(SubmitError::PacksReplaced);
    }
    Ok(())
}

/// Reads packs and checks them whole, and that they hold what the ledger itself reads from them.
///
/// - Errors: every fault.
pub(crate) fn checked(files: &Files) -> Result<Packs, LedgerError> {
    let packs = youju_declare::load(files).map_err(LedgerError::Packs)?;
    match units::missing_of_places(&packs) {
        faults if faults.is_empty() => Ok(packs),
        faults => Err(LedgerError::Packs(faults)),
    }
}

pub(crate) fn head(rows: &dyn Rows) -> Result<i64, LedgerError> {
    Ok(log::head(rows)?)
}

fn open_store(folder: &Path, create: bool, keys: &Arc<Keys>) -> Result<Store, DbError> {
    let signing = Arc::clone(keys);
    let before_commit = Box::new(move |tx: &mut youju_db::Tx<'_>| {
        Core::settle(tx)?;
        log::sign(tx, &signing)?;
        Ok(())
    });
    Store::open(
        &folder.join(LEDGER_DB),
        StoreOptions {
            create,
            before_commit: Some(before_commit),
        },
    )
}

/// Reads the packs that are in force, since which entry, and whether the ledger is synthetic.
pub(crate) fn open_core(rows: &dyn Rows, folder: &Path) -> Result<(Core, i64, bool), LedgerError> {
    let map = pack::packs_at(rows, i64::MAX)?
        .ok_or_else(|| LedgerError::Unfinished(folder.to_owned()))?;
    let about = map.files.get(ABOUT);
    let about = about
        .map(|digest| pack::pack_file(rows, ABOUT, digest))
        .transpose()?;
    let synthetic = about.is_some_and(|bytes| {
        String::from_utf8_lossy(&bytes)
            .lines()
            .any(|line| line == "synthetic = true")
    });
    Ok((core_at(rows, &map)?, map.since, synthetic))
}

/// Puts the packs of a list of files together.
pub(crate) fn core_at(rows: &dyn Rows, map: &PackMap) -> Result<Core, LedgerError> {
    let mut files = Files::new();
    let needed = |path: &str| path != ABOUT && !youju_declare::holds_cases(path);
    for (path, digest) in map.files.iter().filter(|(path, _)| needed(path)) {
        files.insert(path.clone(), pack::pack_file(rows, path, digest)?);
    }
    // They were checked whole when they came in, and their digests stand in the journal.
    let packs = youju_declare::read(&files).map_err(LedgerError::Packs)?;
    Ok(Core::new(packs))
}

pub(crate) fn write_error<E: Into<LedgerError>>(error: WriteError<E>) -> LedgerError {
    match error {
        WriteError::Job(error) => error.into(),
        WriteError::OutcomeUnknown(_) => LedgerError::Unknown(describe(&error)),
        _ => LedgerError::Write(describe(&error)),
    }
}

pub(crate) fn describe<E>(error: &WriteError<E>) -> String {
    match error {
        WriteError::Job(_) => String::new(),
        WriteError::Panicked(what) => {
            format!("a write stopped on a broken invariant and was undone: {what}")
        }
        WriteError::Unwritten(error) => format!("nothing was written: {error}"),
        WriteError::OutcomeUnknown(error) => {
            format!("outcome unknown: {error}; run `youju verify`, then send the same ids again")
        }
        WriteError::Stopped(error) => format!(
            "the ledger takes no more writes since a commit failed ({error}); open it again"
        ),
    }
}
