//! Plays the cases of packs: stories with records given, one record sent, and what must come of it.

use crate::core::Core;
use crate::due::{DueAsk, due};
use crate::figure::{self, Ask, Selection, Time, Tree};
use crate::outcome::Outcome;
use crate::submission::Submission;
use crate::submit::{self, Moment, PERSON, UNIT, UNIT_LINK};
use jiff::civil::Date;
use serde_json::{Map, Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use youju_base::period::Period;
use youju_db::{Rows, Scratch, Tx, Value};
use youju_declare::{
    At, Case, CaseValue, Entry, ExpectedFigure, ExpectedObligation, Field, FieldType, Packs, Rule,
    mutations,
};
use youju_journal::entropy::Entropy;
use youju_journal::keys::Keys;
use youju_journal::{JournalError, log};

/// Day on which cases play that name none.
const TODAY: Date = Date::constant(2026, 12, 31);

/// The root under which a case's units stand when it says nothing else.
const ROOT: &str = "R";

/// Plays cases, each in a ledger of its own in memory.
pub struct Player {
    keys: Keys,
}

/// A change of a rule that no case noticed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unnoticed {
    /// `members.talked_to_first`.
    pub rule: String,
    /// What was changed: `taken out`, `line 4: > became >=`.
    pub change: String,
}

impl Player {
    /// Makes a player whose keys lie in `folder`, an empty one that the caller removes.
    pub fn new(folder: &Path) -> Result<Self, JournalError> {
        Ok(Self {
            keys: Keys::create(folder, "cases.example/ledger", Entropy::seeded(1))?,
        })
    }

    /// Plays one case.
    ///
    /// - Errors: in words, what came out otherwise than the case expects.
    pub fn play(&self, core: &Core, case: &Case) -> Result<(), String> {
        let mut scratch = Scratch::new().map_err(words)?;
        let mut tx = scratch.tx();
        log::create(&mut tx, &self.keys).map_err(words)?;
        core.create_tables(&mut tx).map_err(words)?;
        Core::prepare(&mut tx).map_err(words)?;
        let moment = Moment {
            today: case.today.unwrap_or(TODAY),
            at: "2026-12-31T08:00:00Z".into(),
        };
        for body in scenery(core, case) {
            self.accepted(core, &mut tx, body, &moment)
                .map_err(|what| format!("the scenery fails: {what}"))?;
        }
        for entry in &case.given {
            self.accepted(core, &mut tx, json_of(entry), &moment)
                .map_err(|what| format!("line {}: what is given fails: {what}", entry.line))?;
            // A unit that a case introduces stands under the root too, in each line in which the case does not place it.
            if let Some(unit) = introduced_unit(entry) {
                for link in root_links(core, case, unit) {
                    self.accepted(core, &mut tx, link, &moment)
                        .map_err(|what| format!("the scenery fails: {what}"))?;
                }
            }
        }
        if let Some(record) = &case.record {
            let came = self.send(core, &mut tx, json_of(record), &moment);
            compare(case, came)?;
        }
        for expected in &case.expect.figures {
            check_figure(core, &tx, expected)
                .map_err(|what| format!("line {}: {what}", expected.line))?;
        }
        for expected in &case.expect.obligations {
            check_obligation(core, &tx, expected, moment.today)
                .map_err(|what| format!("line {}: {what}", expected.line))?;
        }
        check_kept(core, &tx)
    }

    /// Takes each rule of `pack` out, turns each comparison and shifts each number, and lists what no case noticed.
    pub fn unnoticed(&self, packs: &Packs, pack: &str) -> Vec<Unnoticed> {
        let rules = packs.rules().filter(|r| r.pack == pack && r.sql.is_some());
        rules
            .flat_map(|rule| self.unnoticed_of(packs, rule))
            .collect()
    }

    /// As [`Player::unnoticed`], for one rule.
    pub fn unnoticed_of(&self, packs: &Packs, rule: &Rule) -> Vec<Unnoticed> {
        let mut changes = vec![("taken out".to_owned(), None)];
        changes.extend(mutations(rule).into_iter().map(|m| (m.what, Some(m.sql))));
        let mut unnoticed = Vec::new();
        for (change, sql) in changes {
            let core = Core::new(changed(packs, rule, sql.as_deref()));
            // Cases that name the rule come first: they are the likeliest to notice.
            let mut cases: Vec<&Case> = packs.cases().filter(|c| c.pack == rule.pack).collect();
            cases.sort_by_key(|c| {
                !c.expect
                    .refused_by
                    .iter()
                    .chain(&c.expect.warned_by)
                    .any(|r| *r == rule.id)
            });
            if cases.iter().all(|case| self.play(&core, case).is_ok()) {
                unnoticed.push(Unnoticed {
                    rule: rule.id.clone(),
                    change,
                });
            }
        }
        unnoticed
    }

    fn send(
        &self,
        core: &Core,
        tx: &mut Tx<'_>,
        body: Json,
        moment: &Moment,
    ) -> Result<Outcome, String> {
        let sent = Submission::from_json(body).map_err(|problems| {
            problems
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join("; ")
        })?;
        tx.savepoint(|tx| submit::submit(core, &self.keys, tx, &sent, moment))
            .map_err(words)
    }

    fn accepted(
        &self,
        core: &Core,
        tx: &mut Tx<'_>,
        body: Json,
        moment: &Moment,
    ) -> Result<(), String> {
        match self.send(core, tx, body, moment)? {
            Outcome::Accepted(_) => Ok(()),
            Outcome::Refused(refused) => {
                let rules: Vec<&str> = refused.violations.iter().map(|v| v.rule.as_str()).collect();
                Err(format!("refused by {}", rules.join(", ")))
            }
        }
    }
}

/// The packs with one rule taken out, or with another SQL.
fn changed(packs: &Packs, rule: &Rule, sql: Option<&str>) -> Packs {
    let mut packs = packs.clone();
    for pack in packs.packs.iter_mut().filter(|p| p.id == rule.pack) {
        match sql {
            None => pack.rules.retain(|r| r.id != rule.id),
            Some(text) => {
                for one in pack.rules.iter_mut().filter(|r| r.id == rule.id) {
                    if let Some(sql) = &mut one.sql {
                        sql.replace_text(text);
                    }
                }
            }
        }
    }
    packs
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

/// After every case the kept rows must equal the row sets evaluated whole.
fn check_kept(core: &Core, rows: &dyn Rows) -> Result<(), String> {
    for (set, sql) in core.row_sets() {
        if let Some((row, count)) = sql.differs_from_whole(rows).map_err(words)?.first() {
            let row: Vec<String> = row.iter().map(Value::to_string).collect();
            let side = if *count > 0 { "lacks" } else { "has too much" };
            return Err(format!(
                "the kept rows of {} differ from the whole: the slices {side} {}; does [key] name every field?",
                set.id,
                row.join(" | ")
            ));
        }
    }
    Ok(())
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
