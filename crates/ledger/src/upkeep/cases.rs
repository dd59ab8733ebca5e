//! Plays the cases of packs: stories with records given, one record sent, and what must come of it.

use crate::ask::figure::{self, Ask, Selection, Time, Tree};
use crate::due::{DueAsk, due};
use crate::enter::outcome::Outcome;
use crate::enter::submission::Submission;
use crate::enter::submit::{self, Moment};
use crate::kept::core::Core;
use crate::kept::sets::RowSetSql;
use crate::names::{PERSON, UNIT, UNIT_LINK};
use jiff::civil::Date;
use serde_json::{Map, Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZero;
use std::panic::resume_unwind;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use youju_base::period::Period;
use youju_db::{Rows, Scratch, Tx, Value};
use youju_declare::bind::{self, BoundRule};
use youju_declare::{
    At, Case, CaseValue, Entry, ExpectedFigure, ExpectedObligation, Field, FieldType, Packs, Rule,
    Untold, mutations, untold,
};
use youju_journal::entropy::Entropy;
use youju_journal::keys::Keys;
use youju_journal::{JournalError, log};

/// Day on which cases play that name none.
const TODAY: Date = Date::constant(2026, 12, 31);

/// The root under which a case's units stand when it says nothing else.
const ROOT: &str = "R";

/// Plays the cases of some packs, each in a ledger in memory that is empty before it and after it.
pub struct Player {
    packs: Packs,
    keys: Keys,
    /// Stages on which nobody plays: their tables and read statements cost far more than a case.
    idle: Mutex<Vec<Stage>>,
}

/// A ledger in memory without a record.
struct Stage {
    core: Core,
    scratch: Scratch,
}

/// What became of the cases and rules of some packs.
#[derive(Debug)]
pub struct Tested<'p> {
    /// How many cases were played.
    pub cases: usize,
    /// Cases that came out otherwise than they tell, with what came out.
    pub failed: Vec<(&'p Case, String)>,
    /// Changes of rules that no case noticed.
    pub unnoticed: Vec<Unnoticed>,
    /// Rules, indicators and cadences that no case shows at work.
    pub untold: Vec<Untold>,
}

/// A change of a rule that no case noticed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unnoticed {
    /// `members.talked_to_first`.
    pub rule: String,
    /// What was changed: `taken out`, `line 4: > became >=`.
    pub change: String,
}

enum Job<'p> {
    Play(&'p Case),
    Change(&'p Rule),
}

impl Player {
    /// Makes a player whose keys lie in `folder`, an empty one that the caller removes.
    pub fn new(packs: Packs, folder: &Path) -> Result<Self, JournalError> {
        Ok(Self {
            packs,
            keys: Keys::create(folder, "cases.example/ledger", Entropy::seeded(1))?,
            idle: Mutex::default(),
        })
    }

    /// The packs whose cases it plays.
    pub fn packs(&self) -> &Packs {
        &self.packs
    }

    /// Plays every case of the packs named, and changes each of their rules, on all processors.
    ///
    /// - Output: what went wrong, in the order of the packs.
    pub fn test(&self, packs: &[&str]) -> Tested<'_> {
        let all = self.packs.packs.iter();
        let chosen = || all.clone().filter(|p| packs.contains(&p.id.as_str()));
        let cases = || chosen().flat_map(|p| &p.cases);
        let rules = || chosen().flat_map(|p| &p.rules);
        let jobs: Vec<Job<'_>> = cases()
            .map(Job::Play)
            .chain(rules().map(Job::Change))
            .collect();
        let mut tested = Tested {
            cases: cases().count(),
            failed: Vec::new(),
            unnoticed: Vec::new(),
            untold: chosen().flat_map(|p| untold(&self.packs, p)).collect(),
        };
        let done = on_all_processors(&jobs, |job| match job {
            Job::Play(case) => (self.play(case).err(), Vec::new()),
            Job::Change(rule) => (None, self.unnoticed_of(rule)),
        });
        for (job, (failed, unnoticed)) in jobs.iter().zip(done) {
            if let (Job::Play(case), Some(what)) = (job, failed) {
                tested.failed.push((case, what));
            }
            tested.unnoticed.extend(unnoticed);
        }
        tested
    }

    /// Plays one case.
    ///
    /// - Errors: in words, what came out otherwise than the case expects.
    pub fn play(&self, case: &Case) -> Result<(), String> {
        self.on_stage(|stage| stage.play(&self.keys, case))?
    }

    /// Takes a rule out, turns each of its comparisons and shifts each number, and lists what no case of its pack noticed.
    pub fn unnoticed_of(&self, rule: &Rule) -> Vec<Unnoticed> {
        if rule.sql.is_none() {
            return Vec::new();
        }
        // Cases that name the rule come first: they are the likeliest to notice.
        let mut cases: Vec<&Case> = self.packs.cases().filter(|c| c.pack == rule.pack).collect();
        cases.sort_by_key(|c| {
            let mut named = c.expect.refused_by.iter().chain(&c.expect.warned_by);
            !named.any(|r| *r == rule.id)
        });
        let texts = mutations(rule).into_iter().map(|m| (m.what, Some(m.sql)));
        let changes = std::iter::once(("taken out".to_owned(), None)).chain(texts);
        let tried = self.on_stage(|stage| {
            let unnoticed = changes.filter(|(_, text)| {
                let bound = text
                    .as_ref()
                    .and_then(|text| bind_text(&self.packs, rule, text));
                let own = stage.core.swap_rule_sql(&rule.id, bound);
                let noticed = cases
                    .iter()
                    .any(|case| stage.play(&self.keys, case).is_err());
                stage.core.swap_rule_sql(&rule.id, own);
                !noticed
            });
            unnoticed.map(|(change, _)| change).collect::<Vec<_>>()
        });
        let unnoticed =
            tried.unwrap_or_else(|what| vec![format!("nothing could be tried: {what}")]);
        let of = |change| Unnoticed {
            rule: rule.id.clone(),
            change,
        };
        unnoticed.into_iter().map(of).collect()
    }

    /// Does some work on an idle stage, or on a new one.
    fn on_stage<T>(&self, work: impl FnOnce(&mut Stage) -> T) -> Result<T, String> {
        let idle = self.stages().pop();
        let mut stage = match idle {
            Some(stage) => stage,
            None => Stage::new(self.packs.clone(), &self.keys).map_err(words)?,
        };
        let done = work(&mut stage);
        self.stages().push(stage);
        Ok(done)
    }

    fn stages(&self) -> MutexGuard<'_, Vec<Stage>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Stage {
    fn new(packs: Packs, keys: &Keys) -> Result<Self, JournalError> {
        let core = Core::new(packs);
        let mut scratch = Scratch::new()?;
        let mut tx = scratch.tx();
        log::create(&mut tx, keys)?;
        core.create_tables(&mut tx)?;
        Core::prepare(&mut tx)?;
        Ok(Self { core, scratch })
    }

    /// Plays one case and undoes all that it wrote.
    fn play(&mut self, keys: &Keys, case: &Case) -> Result<(), String> {
        let mut tx = self.scratch.tx();
        let mark = tx.mark().map_err(words)?;
        let mut story = Story {
            core: &self.core,
            keys,
            moment: Moment {
                today: case.today.unwrap_or(TODAY),
                at: "2026-12-31T08:00:00Z".into(),
            },
            kinds: BTreeSet::new(),
        };
        let came = story.play(&mut tx, case);
        tx.undo(mark).map_err(words)?;
        came
    }
}

/// One case while it plays.
struct Story<'a> {
    core: &'a Core,
    keys: &'a Keys,
    moment: Moment,
    /// Kinds of which a record was sent.
    kinds: BTreeSet<String>,
}

impl Story<'_> {
    fn play(&mut self, tx: &mut Tx<'_>, case: &Case) -> Result<(), String> {
        let core = self.core;
        for body in scenery(core, case) {
            self.accepted(tx, body)
                .map_err(|what| format!("the scenery fails: {what}"))?;
        }
        for entry in &case.given {
            self.accepted(tx, json_of(entry))
                .map_err(|what| format!("line {}: what is given fails: {what}", entry.line))?;
            // A unit that a case introduces stands under the root too, in each line in which the case does not place it.
            if let Some(unit) = introduced_unit(entry) {
                for link in root_links(core, case, unit) {
                    self.accepted(tx, link)
                        .map_err(|what| format!("the scenery fails: {what}"))?;
                }
            }
        }
        if let Some(record) = &case.record {
            let came = self.send(tx, json_of(record));
            compare(case, came)?;
        }
        for expected in &case.expect.figures {
            check_figure(core, tx, expected)
                .map_err(|what| format!("line {}: {what}", expected.line))?;
        }
        for expected in &case.expect.obligations {
            check_obligation(core, tx, expected, self.moment.today)
                .map_err(|what| format!("line {}: {what}", expected.line))?;
        }
        self.check_kept(tx)
    }

    fn send(&mut self, tx: &mut Tx<'_>, body: Json) -> Result<Outcome, String> {
        if let Some(kind) = body["kind"].as_str() {
            self.kinds.insert(kind.to_owned());
        }
        let sent = Submission::from_json(body).map_err(|problems| {
            problems
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join("; ")
        })?;
        tx.savepoint(|tx| submit::submit(self.core, self.keys, tx, &sent, &self.moment))
            .map_err(words)
    }

    fn accepted(&mut self, tx: &mut Tx<'_>, body: Json) -> Result<(), String> {
        match self.send(tx, body)? {
            Outcome::Accepted(_) => Ok(()),
            Outcome::Refused(refused) => {
                let rules: Vec<&str> = refused.violations.iter().map(|v| v.rule.as_str()).collect();
                Err(format!("refused by {}", rules.join(", ")))
            }
        }
    }

    /// After every case the kept rows must equal the row sets evaluated whole; those that no record fed are empty.
    fn check_kept(&self, rows: &dyn Rows) -> Result<(), String> {
        let kinds = self.kinds.iter().filter_map(|id| self.core.packs.kind(id));
        let fed: BTreeMap<&str, &RowSetSql> = kinds
            .flat_map(|kind| self.core.fed_by(kind))
            .map(|(set, sql)| (set.id.as_str(), sql))
            .collect();
        for (set, sql) in fed {
            if let Some((row, count)) = sql.differs_from_whole(rows).map_err(words)?.first() {
                let row: Vec<String> = row.iter().map(Value::to_string).collect();
                let side = if *count > 0 { "lacks" } else { "has too much" };
                return Err(format!(
                    "the kept rows of {set} differ from the whole: the slices {side} {}; does [key] name every field?",
                    row.join(" | ")
                ));
            }
        }
        Ok(())
    }
}

/// Does each job once, on as many threads as there are processors; gives what came of each, in the order of the jobs.
fn on_all_processors<J: Sync, T: Send>(jobs: &[J], work: impl Fn(&J) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let worker = || {
        let mut done = Vec::new();
        while let Some((i, job)) = {
            let i = next.fetch_add(1, Ordering::Relaxed);
            jobs.get(i).map(|job| (i, job))
        } {
            done.push((i, work(job)));
        }
        done
    };
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let mut done: Vec<(usize, T)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(worker)).collect();
        let joined = workers.into_iter().map(|worker| worker.join());
        joined
            .flat_map(|done| done.unwrap_or_else(|panic| resume_unwind(panic)))
            .collect()
    });
    done.sort_by_key(|(i, _)| *i);
    done.into_iter().map(|(_, done)| done).collect()
}

/// Binds a rule with another text.
fn bind_text(packs: &Packs, rule: &Rule, text: &str) -> Option<BoundRule> {
    let mut rule = rule.clone();
    rule.sql.as_mut()?.replace_text(text);
    bind::rule(packs, &rule)
}

fn compare(case: &Case, came: Result<Outcome, String>) -> Result<(), String> {
    let expect = &case.expect;
    match came {
        Err(what) => match &expect.invalid {
            Some(word) if what.contains(word.as_str()) => Ok(()),
            Some(word) => Err(format!("invalid, but \"{word}\" is not in: {what}")),
            None => Err(format!("invalid: {what}")),
        },
        Ok(_) if expect.invalid.is_some() => Err("judged, though it should be invalid".into()),
        Ok(Outcome::Accepted(accepted)) => {
            if !expect.refused_by.is_empty() {
                return Err(format!(
                    "accepted, though {} should refuse it",
                    expect.refused_by.join(", ")
                ));
            }
            same("warned by", &expect.warned_by, &accepted.warned)
        }
        Ok(Outcome::Refused(refused)) => {
            let rules: Vec<String> = refused.violations.iter().map(|v| v.rule.clone()).collect();
            if expect.refused_by.is_empty() {
                return Err(format!(
                    "refused by {}, though it should be accepted",
                    rules.join(", ")
                ));
            }
            same("refused by", &expect.refused_by, &rules)
        }
    }
}

fn same(what: &str, expected: &[String], came: &[String]) -> Result<(), String> {
    let set = |list: &[String]| list.iter().cloned().collect::<BTreeSet<_>>();
    if set(expected) == set(came) {
        return Ok(());
    }
    let shown = |list: &[String]| {
        if list.is_empty() {
            "nothing".to_owned()
        } else {
            list.join(", ")
        }
    };
    Err(format!(
        "{what} {}, expected {}",
        shown(came),
        shown(expected)
    ))
}

fn check_figure(core: &Core, tx: &Tx<'_>, expected: &ExpectedFigure) -> Result<(), String> {
    let time = match expected.at {
        At::On(day) => Time::On(day),
        At::Within(period) => Time::Within(period),
    };
    let ask = Ask {
        line: expected.tree_line.clone(),
        tree: if expected.tree_now {
            Tree::Now
        } else {
            Tree::Then
        },
        ..Ask::new(expected.indicator.as_str(), Some(&expected.unit), time)
    };
    let head = log::head(tx).map_err(words)?;
    let figure = figure::figure(&core.packs, tx, &ask, head).map_err(words)?;
    let text = figure.amount.text();
    if text != expected.value {
        return Err(format!(
            "{} of {} is {text}, expected {}",
            expected.indicator, expected.unit, expected.value
        ));
    }
    let Some(rows) = &expected.rows else {
        return Ok(());
    };
    let evidence = Selection::new(&core.packs, tx, &ask)
        .and_then(|s| Ok(s.evidence(tx, None)?))
        .map_err(words)?;
    let mut came: Vec<String> = evidence.rows.iter().map(|row| row[0].to_string()).collect();
    let mut wanted = rows.clone();
    came.sort();
    wanted.sort();
    if came == wanted {
        Ok(())
    } else {
        Err(format!(
            "the rows are {}, expected {}",
            came.join(", "),
            wanted.join(", ")
        ))
    }
}

fn check_obligation(
    core: &Core,
    tx: &Tx<'_>,
    expected: &ExpectedObligation,
    today: Date,
) -> Result<(), String> {
    let within = Period::parse(&expected.due.to_string()).map_err(words)?;
    let ask = DueAsk {
        unit: Some(expected.unit.clone()),
        cadence: Some(expected.cadence.clone()),
        ..DueAsk::new(within, today)
    };
    let owed = due(core, tx, &ask).map_err(words)?;
    let came: BTreeSet<&str> = owed
        .iter()
        .filter(|o| o.unit == expected.unit)
        .map(|o| o.outcome.word())
        .collect();
    let wanted = BTreeSet::from([expected.outcome.as_str()]);
    let none = expected.outcome == "none" && came.is_empty();
    if came == wanted || none {
        return Ok(());
    }
    let came = if came.is_empty() {
        "none".to_owned()
    } else {
        came.into_iter().collect::<Vec<_>>().join(", ")
    };
    Err(format!(
        "{} of {} due on {} is {came}, expected {}",
        expected.cadence, expected.unit, expected.due, expected.outcome
    ))
}

/// Units and persons that a case names without introducing them.
fn scenery(core: &Core, case: &Case) -> Vec<Json> {
    let mut named: BTreeMap<&str, BTreeSet<String>> =
        BTreeMap::from([("unit", BTreeSet::new()), ("person", BTreeSet::new())]);
    let mut given: BTreeSet<(String, String)> = BTreeSet::new();
    for entry in case.given.iter().chain(&case.record) {
        let kind = entry.text("kind").and_then(|id| core.packs.kind(id));
        if let Some(kind) = kind {
            collect(&kind.fields, &entry.body, &mut named);
            for (id, field) in [(UNIT, "unit"), (PERSON, "person")] {
                if kind.id == id
                    && let Some(code) = entry.text(field)
                {
                    given.insert((field.to_owned(), code.to_owned()));
                }
            }
        }
    }
    let units = named.get_mut("unit").expect("put in above");
    units.extend(case.expect.figures.iter().map(|f| f.unit.clone()));
    units.extend(case.expect.obligations.iter().map(|o| o.unit.clone()));
    units.insert(ROOT.into());
    let mut all = Vec::new();
    let new = |field: &str, code: &String| !given.contains(&(field.to_owned(), code.clone()));
    for unit in named["unit"].iter().filter(|u| new("unit", u)) {
        all.push(json!({ "id": format!("scenery.unit.{unit}"), "kind": UNIT, "unit": unit, "name": unit, "sort": "other", "from_on": "2000-01-01" }));
    }
    for unit in named["unit"]
        .iter()
        .filter(|u| *u != ROOT && new("unit", u))
    {
        all.extend(root_links(core, case, unit));
    }
    for person in named["person"].iter().filter(|p| new("person", p)) {
        all.push(json!({
            "id": format!("scenery.person.{person}"), "kind": PERSON, "unit": ROOT, "person": person,
            "name": format!("示例{person}"), "birth_on": "1980-01-01", "registered_on": "2000-01-01"
        }));
    }
    all
}

fn introduced_unit(entry: &Entry) -> Option<&str> {
    entry
        .text("unit")
        .filter(|unit| entry.text("kind") == Some(UNIT) && *unit != ROOT)
}

/// Links from a unit to the root, in every line in which the case itself does not place it.
fn root_links(core: &Core, case: &Case, unit: &str) -> Vec<Json> {
    let placed = |line: &str| {
        case.given.iter().chain(&case.record).any(|entry| {
            entry.text("kind") == Some(UNIT_LINK)
                && entry.text("unit") == Some(unit)
                && entry.text("line") == Some(line)
        })
    };
    let lines = core
        .packs
        .kind(UNIT_LINK)
        .and_then(|kind| kind.field("line"))
        .map(|field| match &field.ty {
            FieldType::Choice(lines) => lines.clone(),
            _ => Vec::new(),
        });
    let open = lines
        .unwrap_or_default()
        .into_iter()
        .filter(|line| !placed(line));
    let link = |line: String| json!({ "id": format!("scenery.link.{line}.{unit}"), "kind": UNIT_LINK, "unit": unit, "line": line, "parent": ROOT, "from_on": "2000-01-01" });
    open.map(link).collect()
}

fn collect(
    fields: &[Field],
    body: &BTreeMap<String, CaseValue>,
    named: &mut BTreeMap<&str, BTreeSet<String>>,
) {
    for field in fields {
        match (&field.ty, body.get(&field.name)) {
            (FieldType::Unit, Some(CaseValue::Text(code))) => {
                named.entry("unit").or_default().insert(code.clone());
            }
            (FieldType::Person, Some(CaseValue::Text(code))) => {
                named.entry("person").or_default().insert(code.clone());
            }
            (FieldType::Rows(subs), Some(CaseValue::List(lines))) => {
                lines.iter().for_each(|line| collect(subs, line, named))
            }
            _ => {}
        }
    }
}

fn json_of(entry: &Entry) -> Json {
    Json::Object(object(&entry.body))
}

fn object(map: &BTreeMap<String, CaseValue>) -> Map<String, Json> {
    map.iter()
        .map(|(key, value)| (key.clone(), value_of(value)))
        .collect()
}

fn value_of(value: &CaseValue) -> Json {
    match value {
        CaseValue::Text(text) => json!(text),
        CaseValue::Int(n) => json!(n),
        CaseValue::Bool(yes) => json!(yes),
        CaseValue::List(lines) => Json::Array(
            lines
                .iter()
                .map(|line| Json::Object(object(line)))
                .collect(),
        ),
        CaseValue::Map(map) => Json::Object(object(map)),
    }
}

fn words(error: impl std::fmt::Display) -> String {
    error.to_string()
}
