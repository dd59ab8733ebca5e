//! Packs that change under a living ledger: what that means is shown first, then it is done in one transaction.
//!
//! Kinds, row sets and indicators make the tables. When any of them changes, the journal is played again under the new
//! packs and every projection made anew, so that afterwards the ledger is what it would be had the packs always been
//! these; what cannot be played would be lost, and the update is refused. Rules and cadences judge what comes, never what
//! was accepted. The old files stay by their digests: a figure can be computed under the definitions of its day
//! ([`Ledger::figure_as_defined`]).

use crate::ask::figure::{Ask, AskError, Figure, Time, figure};
use crate::ask::reconcile::Defined;
use crate::enter::submit::Moment;
use crate::kept::core::Core;
use crate::ledger::{ABOUT, Ledger, LedgerError, checked, core_at, head, write_error};
use crate::names::PLACES;
use crate::upkeep::rebuild;
use crate::upkeep::verify::{Schema, schema};
use jiff::civil::{Date, date};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::rc::Rc;
use youju_base::period::Period;
use youju_db::{DbError, Rows, Scratch, Tx, Value};
use youju_declare::{Field, FieldType, Files, Indicator, Kind, Packs, RowSet, Rule, Tense};
use youju_journal::keys::KeyRing;
use youju_journal::{log, pack};

/// What a definition is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sort {
    /// A form of record.
    Kind,
    /// Evidence.
    RowSet,
    /// What is counted.
    Indicator,
    /// What refuses or warns.
    Rule,
    /// What is owed.
    Cadence,
}

/// What becomes of a definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fate {
    /// It was not there.
    New,
    /// It is another.
    Changed,
    /// It is no longer there.
    Gone,
}

/// A figure whose definition changes, over all units: a stock today, a flow from the first record until today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Affected {
    /// Its indicator.
    pub indicator: String,
    /// Under the packs in force; none for a new indicator.
    pub before: Option<Figure>,
    /// Under the new packs; none for one that is gone.
    pub after: Option<Figure>,
}

/// A date of a record that counts working days and falls on another day, or becomes certain or provisional.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redated {
    /// The kind.
    pub kind: String,
    /// The record.
    pub record: String,
    /// The derived field.
    pub field: String,
    /// The day under the packs in force.
    pub before: Reckoned,
    /// The day under the new packs.
    pub after: Reckoned,
}

/// A day reckoned in working days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reckoned {
    /// The day; none where the field it is counted from is empty.
    pub day: Option<String>,
    /// A year without a published notice is in between.
    pub provisional: bool,
}

/// Something that the new packs could no longer hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// What would be lost.
    pub what: String,
    /// The way out.
    pub hint: String,
}

/// Ids of definitions by what they are and what becomes of them.
pub type Definitions = BTreeMap<(Sort, Fate), Vec<String>>;

/// What an update of the packs changes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Update {
    /// Each definition that is new, changed or gone, by id.
    pub definitions: Definitions,
    /// Files that differ, texts and cases among them.
    pub files: usize,
    /// The published holidays differ.
    pub calendar: bool,
    /// Dates of live records that count working days and change, by kind and record.
    pub redated: Vec<Redated>,
    /// Figures whose definition or evidence is another.
    pub figures: Vec<Affected>,
    /// What would be lost; with any of it, nothing is written.
    pub losses: Vec<Loss>,
    /// Journal entries that were played again; 0 where the tables stay as they are.
    pub replayed: i64,
    /// The journal entry that put the packs in force; none where nothing was written.
    pub seq: Option<i64>,
}

impl Ledger {
    /// Compares `files` with the packs in force and, with `keep`, puts them in force in one commit.
    ///
    /// - Output: what changes; figures are computed under both definitions, in a transaction that is undone without `keep`.
    /// - Errors: faults in the packs, a store that failed. What would be lost is no error but stands in the answer.
    pub fn update_packs(
        &mut self,
        files: &Files,
        keep: bool,
        moment: &Moment,
    ) -> Result<Update, LedgerError> {
        let new = Core::new(checked(files)?);
        let ring = self.keys.ring()?;
        let update = self
            .store
            .write(|tx| -> Result<Update, LedgerError> {
                let mark = tx.mark()?;
                let update = compare_and_keep(&new, files, &ring, keep, moment, tx)?;
                match update.seq {
                    Some(_) => tx.release(mark)?,
                    None => tx.undo(mark)?,
                }
                Ok(update)
            })
            .map_err(write_error)?;
        if let Some(seq) = update.seq {
            self.core = std::sync::Arc::new(new);
            self.packs_since = seq;
        }
        Ok(update)
    }

    /// Computes a figure as it was computed when the journal ended at `ask.known_at`: under the packs of that time.
    ///
    /// The journal is played again up to there, in memory: exact, and as slow as `verify`. Without a `known_at` it is
    /// [`Ledger::figure`].
    pub fn figure_as_defined(&self, ask: &Ask) -> Result<Figure, LedgerError> {
        let Some(seq) = ask.known_at else {
            return self.figure(ask);
        };
        self.store.read(|rows| {
            let head = head(rows)?;
            if !(0..=head).contains(&seq) {
                return Err(AskError::KnownAt { asked: seq, head }.into());
            }
            let map = pack::packs_at(rows, seq)?
                .ok_or_else(|| LedgerError::Unfinished(self.folder().to_owned()))?;
            let older = Older::play(rows, core_at(rows, &map)?, map.since, seq)?;
            Ok(figure(&older.core.packs, &older.rows, ask, seq)?)
        })
    }

    /// Gives the definitions by which figures known at an entry were computed then; none for a figure that those in force
    /// define in the same way, or that was not defined yet.
    pub(crate) fn older_definitions(
        &self,
        rows: &dyn Rows,
        asks: [&Ask; 2],
    ) -> Result<[Option<Rc<Older>>; 2], LedgerError> {
        let mut wanted: BTreeMap<i64, (Core, i64)> = BTreeMap::new();
        let mut by = [None, None];
        for (by, ask) in by.iter_mut().zip(asks) {
            let Some(seq) = ask.known_at else { continue };
            let Some(map) = pack::packs_at(rows, seq)? else {
                continue;
            };
            if map.since == self.packs_since {
                continue;
            }
            if let Some((_, until)) = wanted.get_mut(&map.since) {
                *until = seq.max(*until);
                *by = Some(map.since);
                continue;
            }
            let core = core_at(rows, &map)?;
            if !same_definition(&core.packs, &self.core.packs, &ask.indicator) {
                wanted.insert(map.since, (core, seq));
                *by = Some(map.since);
            }
        }
        let mut played = BTreeMap::new();
        for (since, (core, until)) in wanted {
            played.insert(since, Rc::new(Older::play(rows, core, since, until)?));
        }
        Ok(by.map(|since| played.get(&since?).cloned()))
    }
}

/// Older packs, with the journal played again under them.
pub(crate) struct Older {
    since: i64,
    core: Core,
    rows: Scratch,
}

impl Older {
    /// Plays the journal up to `until`, which the packs of the entry `since` must be able to hold.
    fn play(rows: &dyn Rows, core: Core, since: i64, until: i64) -> Result<Self, LedgerError> {
        let mut findings = Vec::new();
        let played = rebuild::rebuild(&core, rows, None, Some(until), &mut findings)?;
        if let Some(finding) = findings.first() {
            return Err(AskError::Unlike(finding.to_string()).into());
        }
        Ok(Self {
            since,
            core,
            rows: played,
        })
    }

    /// Gives them for a reconciliation.
    pub(crate) fn defined(&self) -> Defined<'_> {
        Defined {
            since: self.since,
            packs: &self.core.packs,
            rows: &self.rows,
        }
    }
}

/// Says whether two packs define a figure in the same way, down to the fields that its evidence reads; also where the old
/// ones do not define it at all.
fn same_definition(old: &Packs, new: &Packs, indicator: &str) -> bool {
    let meaning = |packs: &Packs| -> Option<String> {
        let own = packs.indicator(indicator)?;
        let whole = own.share_of.as_ref().and_then(|id| packs.indicator(id));
        let indicators: Vec<&Indicator> = std::iter::once(own).chain(whole).collect();
        let named =
            |set: &&RowSet| set.id == PLACES || indicators.iter().any(|one| one.row_set == set.id);
        let sets: Vec<RowSet> = packs.row_sets().filter(named).map(unplaced).collect();
        let read = |kind: &&Kind| sets.iter().any(|set| set.reads_kind(&kind.id));
        let kinds: Vec<&Kind> = packs.kinds().filter(read).collect();
        let days = kinds
            .iter()
            .any(|kind| counts_working_days(kind))
            .then(|| packs.calendar());
        Some(format!("{indicators:?}{sets:?}{kinds:?}{days:?}"))
    };
    let before = meaning(old);
    before.is_none() || before == meaning(new)
}

/// A row set without the place of its text, which says nothing about what it says.
fn unplaced(set: &RowSet) -> RowSet {
    let mut set = set.clone();
    set.sql.file.clear();
    set
}

fn counts_working_days(kind: &Kind) -> bool {
    kind.fields
        .iter()
        .any(|field| field.provisional_column().is_some())
}

/// Does everything that an update does; without a `seq` in the answer nothing of it is to be kept.
fn compare_and_keep(
    new: &Core,
    files: &Files,
    ring: &KeyRing,
    keep: bool,
    moment: &Moment,
    tx: &mut Tx<'_>,
) -> Result<Update, LedgerError> {
    let mut update = Update::default();
    let mut kept: BTreeMap<String, Vec<u8>> = files
        .iter()
        .map(|(path, bytes)| (path.to_owned(), bytes.to_vec()))
        .collect();
    let in_force = pack::packs_at(tx, i64::MAX)?.ok_or_else(|| DbError::stop("no packs"))?;
    if let Some(digest) = in_force.files.get(ABOUT) {
        kept.insert(ABOUT.into(), pack::pack_file(tx, ABOUT, digest)?);
    }
    update.files = differing(&in_force.files, &kept);
    if update.files == 0 {
        return Ok(update);
    }
    // Another process may have put other packs in force since this ledger was opened.
    let old = core_at(tx, &in_force)?;
    update.definitions = definitions(&old.packs, &new.packs);
    update.calendar = old.packs.calendar() != new.packs.calendar();
    update.losses = losses(&old.packs, &new.packs, tx)?;
    if !update.losses.is_empty() {
        return Ok(update);
    }
    // Roll-ups of the batch are counted in first: figures may be read from them.
    Core::prepare(tx)?;
    Core::settle(tx)?;
    let head = head(tx)?;
    let asks = affected(&old.packs, &new.packs, &update, moment.today);
    let reckoned = reckoned(&old.packs, tx)?;
    for (id, [ask, _]) in &asks {
        update.figures.push(Affected {
            indicator: id.clone(),
            before: computed(&old, tx, ask.as_ref(), head)?,
            after: None,
        });
    }
    if needs_replay(new, &update, tx)? {
        update.replayed = head;
        update.losses = replay(new, ring, head, tx)?;
        if !update.losses.is_empty() {
            return Ok(update);
        }
    } else {
        follow_indexes(new, tx)?;
    }
    update.redated = redated(reckoned, self::reckoned(&new.packs, tx)?);
    for (figure, [_, ask]) in update.figures.iter_mut().zip(asks.values()) {
        figure.after = computed(new, tx, ask.as_ref(), head)?;
    }
    if keep {
        update.seq = pack::store_pack(tx, &kept, &moment.at, "packs update")?;
    }
    Ok(update)
}

/// Counts the files that are new, changed or gone.
fn differing(old: &BTreeMap<String, String>, new: &BTreeMap<String, Vec<u8>>) -> usize {
    let changed = new
        .iter()
        .filter(|(path, bytes)| old.get(*path) != Some(&pack::digest(bytes)));
    let gone = old.keys().filter(|path| !new.contains_key(*path));
    changed.count() + gone.count()
}

/// Names every definition that is new, changed or gone.
fn definitions(old: &Packs, new: &Packs) -> Definitions {
    let mut found = Definitions::new();
    let mut compare = |sort: Sort, old: Told, new: Told| {
        let ids: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        for id in ids {
            let fate = match (old.get(id), new.get(id)) {
                (None, _) => Fate::New,
                (_, None) => Fate::Gone,
                (a, b) if a != b => Fate::Changed,
                _ => continue,
            };
            found.entry((sort, fate)).or_default().push(id.clone());
        }
    };
    let kinds = |packs: &Packs| told(packs.kinds(), |one| &one.id);
    compare(Sort::Kind, kinds(old), kinds(new));
    let row_sets = |packs: &Packs| {
        let sets: Vec<RowSet> = packs.row_sets().map(unplaced).collect();
        told(sets.iter(), |one| &one.id)
    };
    compare(Sort::RowSet, row_sets(old), row_sets(new));
    let indicators = |packs: &Packs| told(packs.indicators(), |one| &one.id);
    compare(Sort::Indicator, indicators(old), indicators(new));
    let rules = |packs: &Packs| {
        let mut rules: Vec<Rule> = packs.rules().cloned().collect();
        let texts = rules.iter_mut().filter_map(|rule| rule.sql.as_mut());
        texts.for_each(|sql| sql.file.clear());
        told(rules.iter(), |one| &one.id)
    };
    compare(Sort::Rule, rules(old), rules(new));
    let cadences = |packs: &Packs| told(packs.cadences(), |one| &one.id);
    compare(Sort::Cadence, cadences(old), cadences(new));
    found
}

/// Definitions by id, each as a text in which everything that it means shows.
type Told = BTreeMap<String, String>;

fn told<'d, D: Debug + 'd>(all: impl Iterator<Item = &'d D>, id: impl Fn(&D) -> &String) -> Told {
    all.map(|one| (id(one).clone(), format!("{one:?}")))
        .collect()
}

/// Names what the records hold and the new packs could not.
fn losses(old: &Packs, new: &Packs, rows: &dyn Rows) -> Result<Vec<Loss>, DbError> {
    let mut found = Vec::new();
    let mut lose = |what: String, hint: &str| {
        found.push(Loss {
            what,
            hint: hint.to_owned(),
        })
    };
    for kind in old.kinds() {
        let count = |column: &str, table: &str, filter: &str| {
            let sql = format!("select count(distinct {column}) from {table} {filter}");
            rows.int(&sql, &[]).map(|n| n.unwrap_or(0))
        };
        let records = count("record_id", &kind.table, "")?;
        if records == 0 {
            continue;
        }
        let Some(now) = new.kind(&kind.id) else {
            lose(
                format!("kind {} is gone and has {records} records", kind.id),
                "leave the kind in the pack: its records are part of the ledger",
            );
            continue;
        };
        if kind.time != now.time || kind.subject != now.subject {
            lose(
                format!(
                    "kind {} is dated or sealed by other fields and has {records} records",
                    kind.id
                ),
                "make a new kind beside it",
            );
        }
        for field in kind.fields.iter().filter(|f| f.derive().is_none()) {
            let values = match &field.ty {
                // What is never projected may be in every record.
                _ if field.private => records,
                FieldType::Rows(_) => count("record_id", &kind.child_table(&field.name), "")?,
                _ => {
                    let filled = format!("where {} is not null", field.name);
                    count("record_id", &kind.table, &filled)?
                }
            };
            if values == 0 {
                continue;
            }
            let name = format!("field {} of {}", field.name, kind.id);
            match now.field(&field.name) {
                None => lose(
                    format!("{name} is gone and {values} records fill it"),
                    "leave the field in the kind and take away required",
                ),
                Some(other) if holds_otherwise(field, other) => lose(
                    format!("{name} has another type and {values} records fill it"),
                    "make a new field beside it",
                ),
                Some(other)
                    if (field.personal, field.private) != (other.personal, other.private) =>
                {
                    lose(
                        format!("{name} is sealed otherwise and {values} records fill it"),
                        "make a new field beside it",
                    )
                }
                Some(_) => {}
            }
        }
    }
    Ok(found)
}

/// Says whether a value of the one field may be none of the other. Whether a choice is still one, the replay shows.
fn holds_otherwise(old: &Field, new: &Field) -> bool {
    match (&old.ty, &new.ty) {
        (FieldType::Decimal(a), FieldType::Decimal(b)) => a != b,
        (FieldType::Record(a), FieldType::Record(b)) => a != b,
        (FieldType::Rows(old), FieldType::Rows(new)) => old.iter().any(|sub| {
            let other = new.iter().find(|other| other.name == sub.name);
            other.is_none_or(|other| holds_otherwise(sub, other))
        }),
        (a, b) => a.word() != b.word(),
    }
}

/// Questions for every figure whose definition or evidence is another, under the old packs and under the new.
fn affected(
    old: &Packs,
    new: &Packs,
    update: &Update,
    today: Date,
) -> BTreeMap<String, [Option<Ask>; 2]> {
    let named = |sort: Sort| -> BTreeSet<&String> {
        let own = update.definitions.iter().filter(|((of, _), _)| *of == sort);
        own.flat_map(|(_, ids)| ids).collect()
    };
    let (mut kinds, mut sets) = (named(Sort::Kind), named(Sort::RowSet));
    if update.calendar {
        let dated = new.kinds().filter(|kind| counts_working_days(kind));
        kinds.extend(dated.map(|kind| &kind.id));
    }
    for set in old.row_sets().chain(new.row_sets()) {
        if kinds.iter().any(|kind| set.reads_kind(kind)) {
            sets.insert(&set.id);
        }
    }
    let own = named(Sort::Indicator);
    let is_affected = |packs: &Packs, indicator: &Indicator| {
        let whole = indicator
            .share_of
            .as_ref()
            .and_then(|id| packs.indicator(id));
        std::iter::once(indicator)
            .chain(whole)
            .any(|one| own.contains(&one.id) || sets.contains(&one.row_set))
    };
    let mut asks: BTreeMap<String, [Option<Ask>; 2]> = BTreeMap::new();
    for (side, packs) in [old, new].into_iter().enumerate() {
        for indicator in packs.indicators().filter(|i| is_affected(packs, i)) {
            let time = match indicator.time {
                Tense::Stock => Time::On(today),
                Tense::Flow => Time::Within(Period {
                    from: date(1900, 1, 1),
                    until: today.tomorrow().unwrap_or(today),
                }),
            };
            let ask = Ask::new(indicator.id.as_str(), None, time);
            asks.entry(indicator.id.clone()).or_default()[side] = Some(ask);
        }
    }
    // What one side alone finds affected is asked on both, where it is there.
    for (id, [before, after]) in &mut asks {
        let there = |packs: &Packs, other: &Option<Ask>| {
            other.clone().filter(|_| packs.indicator(id).is_some())
        };
        match (&before, &after) {
            (None, Some(_)) => *before = there(old, after),
            (Some(_), None) => *after = there(new, before),
            _ => {}
        }
    }
    asks
}

fn computed(
    core: &Core,
    rows: &dyn Rows,
    ask: Option<&Ask>,
    head: i64,
) -> Result<Option<Figure>, AskError> {
    ask.map(|ask| figure(&core.packs, rows, ask, head))
        .transpose()
}

/// Says whether any table of the new packs is made otherwise, or filled otherwise.
fn needs_replay(new: &Core, update: &Update, rows: &dyn Rows) -> Result<bool, LedgerError> {
    let fills = [Sort::Kind, Sort::RowSet, Sort::Indicator];
    if update.calendar && new.packs.kinds().any(counts_working_days) {
        return Ok(true);
    }
    if update
        .definitions
        .keys()
        .any(|(sort, _)| fills.contains(sort))
    {
        return Ok(true);
    }
    let (is, must) = (schema(rows)?, schema_of(new)?);
    let tables = |all: &Schema| -> Vec<(String, String)> {
        let tables = all
            .iter()
            .filter(|(_, sql)| sql.to_lowercase().starts_with("create table"));
        tables
            .map(|(name, sql)| (name.clone(), sql.clone()))
            .collect()
    };
    Ok(tables(&is) != tables(&must))
}

/// Days that count working days, by kind, record and field.
type ReckonedDays = BTreeMap<(String, String, String), Reckoned>;

/// Reads the days of live records that count working days.
fn reckoned(packs: &Packs, rows: &dyn Rows) -> Result<ReckonedDays, DbError> {
    let mut found = ReckonedDays::new();
    for kind in packs.kinds() {
        for field in &kind.fields {
            let Some(provisional) = field.provisional_column() else {
                continue;
            };
            let sql = format!(
                "select record_id, {}, {provisional} from {} where removed_seq is null",
                field.name, kind.table
            );
            rows.for_each(&sql, &[], &mut |row| {
                let [record, day, provisional] = row else {
                    return Ok(());
                };
                let name = (kind.id.clone(), record.to_string(), field.name.clone());
                let reckoned = Reckoned {
                    day: day.as_text().map(str::to_owned),
                    provisional: *provisional == Value::Int(1),
                };
                found.insert(name, reckoned);
                Ok(())
            })?;
        }
    }
    Ok(found)
}

/// Lists the days that are other ones now; a field that is new or gone is a change of its kind.
fn redated(before: ReckonedDays, mut after: ReckonedDays) -> Vec<Redated> {
    let both = before.into_iter().filter_map(|(name, before)| {
        let after = after.remove(&name).filter(|after| *after != before)?;
        let (kind, record, field) = name;
        Some(Redated {
            kind,
            record,
            field,
            before,
            after,
        })
    });
    both.collect()
}

/// Makes every projection anew from the journal.
///
/// - Output: the entries that the new packs cannot hold; at most a few.
fn replay(
    new: &Core,
    ring: &KeyRing,
    head: i64,
    tx: &mut Tx<'_>,
) -> Result<Vec<Loss>, LedgerError> {
    const SHOWN: usize = 10;
    let journal = schema_of_journal()?;
    for name in tx
        .query(
            "select name from sqlite_schema where type = 'table' and sql is not null",
            &[],
        )?
        .iter()
        .filter_map(|row| row[0].as_text())
        .filter(|name| !journal.contains_key(*name) && !name.starts_with("sqlite_"))
    {
        tx.execute(&format!("drop table {name}"), &[])?;
    }
    new.create_tables(tx)?;
    let mut losses = Vec::new();
    for seq in 1..=head {
        let Some(entry) = log::read(tx, seq)? else {
            continue;
        };
        if let Err(what) = rebuild::play(new, tx, Some(ring), seq, &entry) {
            losses.push(Loss {
                what: format!("entry {seq} cannot be kept: {what}"),
                hint: "leave what it names in the packs".into(),
            });
            if losses.len() == SHOWN {
                break;
            }
        }
    }
    new.rebuild_rollups(tx)?;
    Ok(losses)
}

/// Drops indexes that the new packs do not ask for, and makes those that they do.
fn follow_indexes(new: &Core, tx: &mut Tx<'_>) -> Result<(), LedgerError> {
    let (is, must) = (schema(tx)?, schema_of(new)?);
    for (name, sql) in &is {
        if must.get(name) != Some(sql) {
            tx.execute(&format!("drop index {name}"), &[])?;
        }
    }
    for (name, sql) in &must {
        if is.get(name) != Some(sql) {
            tx.execute(sql, &[])?;
        }
    }
    Ok(())
}

/// All that the packs and the journal make.
fn schema_of(core: &Core) -> Result<Schema, DbError> {
    let mut scratch = Scratch::new()?;
    core.create_tables(&mut scratch.tx())?;
    let mut all = schema(&scratch)?;
    all.extend(schema_of_journal()?);
    Ok(all)
}

fn schema_of_journal() -> Result<Schema, DbError> {
    let mut scratch = Scratch::new()?;
    log::create_tables(&mut scratch.tx())?;
    schema(&scratch)
}
