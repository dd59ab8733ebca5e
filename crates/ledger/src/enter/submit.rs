//! One submission from its JSON to its place in the journal: read, put in, judged, kept or undone.
//!
//! Everything happens inside the caller's transaction. A submission with a fault of form leaves nothing; one that the
//! rules refuse leaves a refusal entry with rule ids and a keyed digest, never its body.

use crate::close::{self, Scope, locks};
use crate::enter::fields;
use crate::enter::judge::{Judged, Judgement};
use crate::enter::merge;
use crate::enter::outcome::{Accepted, Outcome, Refused};
use crate::enter::submission::{Action, Submission};
use crate::kept::core::Core;
use crate::kept::project::{Change, Version};
use crate::kept::units;
use crate::names::{PERSON, PERSON_MERGE, UNIT, UNIT_CHANGE, UNIT_LINK};
use crate::problem::{Problem, SubmitError};
use jiff::civil::Date;
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeSet;
use youju_base::date::{Offset, Step, shift};
use youju_base::id::RecordId;
use youju_db::{DbError, Rows, Tx, Value};
use youju_declare::{FieldType, Kind, nearest_ids};
use youju_journal::JournalError;
use youju_journal::entry::{Entry, EntryType};
use youju_journal::keys::Keys;
use youju_journal::log::{self, Earlier};

/// What day and instant it is, as the caller says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// Today in Asia/Shanghai: no event may be later.
    pub today: Date,
    /// The instant, RFC 3339, that the entry bears.
    pub at: String,
}

/// Reads, judges and keeps one submission.
///
/// - Errors: [`SubmitError`]; the caller's savepoint then undoes whatever was begun.
pub fn submit(
    core: &Core,
    keys: &Keys,
    tx: &mut Tx<'_>,
    sent: &Submission,
    moment: &Moment,
) -> Result<Outcome, SubmitError> {
    let body = canonical(&sent.body)?;
    let subject = sealing_subject(core, tx, sent)?;
    match log::earlier(
        tx,
        keys,
        sent.id.as_str(),
        subject.as_deref(),
        body.as_bytes(),
    )? {
        Earlier::Nothing => {}
        Earlier::Same(placed) | Earlier::Erased(placed) => {
            return Ok(repeated(sent, placed.seq, &placed.entry));
        }
        Earlier::Other(placed) => {
            return Err(SubmitError::Conflict {
                id: sent.id.clone(),
                seq: placed.seq,
            });
        }
    }
    let digest = keys.sent(subject.as_deref(), body.as_bytes())?;
    let seq = log::head(tx)? + 1;
    let plan = match &sent.action {
        Action::Record {
            kind,
            fields,
            opening,
        } => record(core, keys, tx, sent, kind, fields, *opening, seq, moment)?,
        Action::Correct { record, fields } => {
            correct(core, keys, tx, sent, record, fields, seq, moment)?
        }
        Action::Void { target } => void(core, tx, target, seq)?,
        Action::End { record, on } => end(core, tx, record, *on, seq, moment)?,
        Action::Erase { subject } => return erase(core, tx, sent, subject, digest, moment),
        Action::Close(scope) => return close(core, tx, sent, scope, digest, moment),
    };
    let also = match plan.kind.id.as_str() {
        PERSON_MERGE => merge::follow(core, tx, &plan.change, seq)?,
        _ => Vec::new(),
    };
    let mark = tx.mark()?;
    let Judged {
        refused,
        warnings,
        excepted,
        diffs,
    } = core.put_in_and_judge(
        tx,
        &mark,
        &Judgement {
            kind: plan.kind,
            change: &plan.change,
            also: &also,
            seq,
            opening: plan.opening,
            exception: sent.exception.as_ref(),
        },
    )?;
    if !refused.is_empty() {
        tx.undo(mark)?;
        let rules: Vec<&str> = refused.iter().map(|v| v.rule.as_str()).collect();
        let data = json!({ "kind": plan.kind.id, "rules": rules });
        let seq = log::append(tx, &entry(EntryType::Refusal, sent, digest, data, moment))?;
        return Ok(Outcome::Refused(Refused {
            seq,
            violations: refused,
        }));
    }
    let circles = units::check_no_circle(tx, &plan.change)?;
    if !circles.is_empty() {
        return Err(SubmitError::Invalid(circles));
    }
    let locks = locks::touched(core, tx, &diffs)?;
    if !locks.is_empty() && sent.reason.is_none() {
        tx.undo(mark)?;
        return Err(SubmitError::Invalid(vec![locks::reason_wanted(&locks)]));
    }
    tx.release(mark)?;
    let restates: Vec<i64> = locks.iter().map(|lock| lock.seq).collect();
    let mut data = plan.data;
    data["kind"] = json!(plan.kind.id);
    let warned: Vec<String> = warnings.iter().map(|v| v.rule.clone()).collect();
    for (key, list) in [("warned", &warned), ("excepted", &excepted)] {
        if !list.is_empty() {
            data[key] = json!(list);
        }
    }
    if !restates.is_empty() {
        data["restates"] = json!(restates);
    }
    if let Some(reason) = &sent.reason {
        data["reason"] = json!(reason);
    }
    if let (Some(e), Some(rule)) = (&sent.exception, excepted.first()) {
        data["exception"] = json!({ "rule": rule, "reason": e.reason, "approver": e.approver, "approval_no": e.approval_no });
    }
    let entry = entry(plan.entry_type, sent, digest, data, moment);
    let placed = log::append(tx, &entry)?;
    assert_eq!(
        placed, seq,
        "the writer alone appends, so the next place is known"
    );
    locks::note(tx, seq, &entry.data)?;
    Ok(Outcome::Accepted(Accepted {
        id: sent.id.clone(),
        seq,
        repeated: false,
        warned,
        warnings,
        excepted,
        restates,
    }))
}

/// The body as it is digested.
pub(crate) fn canonical(body: &Json) -> Result<String, SubmitError> {
    youju_journal::canonical::text(body).map_err(|e| {
        invalid(
            "",
            format!("{e}"),
            "write decimals and money as text: \"12.50\"",
        )
    })
}

/// What an entry will change, once it is judged.
struct Plan<'c> {
    entry_type: EntryType,
    kind: &'c Kind,
    change: Change,
    opening: bool,
    data: Json,
}

#[expect(
    clippy::too_many_arguments,
    reason = "the parts of one submission, each read once"
)]
fn record<'c>(
    core: &'c Core,
    keys: &Keys,
    tx: &Tx<'_>,
    sent: &Submission,
    kind: &str,
    fields: &Map<String, Json>,
    opening: bool,
    seq: i64,
    moment: &Moment,
) -> Result<Plan<'c>, SubmitError> {
    let kind = core.find_kind(kind)?;
    let draft = fields::read_record(kind, fields).map_err(SubmitError::Invalid)?;
    let kept = draft.entry.clone();
    let unit = draft.columns.get("unit").and_then(Value::as_text);
    let calendar = core.calendar(tx, kind, unit)?;
    let new = Version::first(kind, sent.id.as_str(), draft, opening, seq, &calendar)
        .map_err(SubmitError::Invalid)?;
    check_world(core, tx, kind, &new, moment, true)?;
    if kind.id == PERSON_MERGE {
        let mut problems = merge::check(&new);
        if sent.reason.is_none() {
            problems.push(Problem::new("reason", "missing", "say why, in a few words"));
        }
        if !problems.is_empty() {
            return Err(SubmitError::Invalid(problems));
        }
    }
    let entry_fields = seal(kind, keys, sent, subject_of(kind, &new), &kept)?;
    let mut data = json!({ "fields": entry_fields });
    if opening {
        data["opening"] = json!(true);
    }
    Ok(Plan {
        entry_type: EntryType::Record,
        kind,
        change: Change {
            old: None,
            new: Some(new),
        },
        opening,
        data,
    })
}

#[expect(
    clippy::too_many_arguments,
    reason = "the parts of one submission, each read once"
)]
fn correct<'c>(
    core: &'c Core,
    keys: &Keys,
    tx: &Tx<'_>,
    sent: &Submission,
    record: &RecordId,
    fields: &Map<String, Json>,
    seq: i64,
    moment: &Moment,
) -> Result<Plan<'c>, SubmitError> {
    let (kind, old) = live(core, tx, record, "corrects")?;
    if kind.id == PERSON_MERGE {
        return Err(invalid(
            "corrects",
            "a merger of persons is not corrected".into(),
            "void it and record it anew",
        ));
    }
    let draft = fields::read_correction(kind, fields).map_err(SubmitError::Invalid)?;
    for name in ["unit", "person"] {
        if is_introduced(kind, name)
            && draft
                .columns
                .get(name)
                .is_some_and(|code| code != old.get(name))
        {
            return Err(invalid(
                name,
                "a code that other records name cannot be changed".into(),
                "void the record and introduce the right code",
            ));
        }
    }
    let kept = draft.entry.clone();
    let unit = draft.columns.get("unit").unwrap_or(old.get("unit"));
    let calendar = core.calendar(tx, kind, unit.as_text())?;
    let new = old
        .corrected(kind, draft, seq, &calendar)
        .map_err(SubmitError::Invalid)?;
    if let (Some(from), Some(ended)) = (
        fields::day(&new.columns, kind.time.field()),
        fields::day(&new.columns, "ended_on"),
    ) && ended <= from
    {
        return Err(invalid(
            kind.time.field(),
            format!("{from} is not before its end on {ended}"),
            "void the end entry first, or give an earlier day",
        ));
    }
    check_world(core, tx, kind, &new, moment, false)?;
    let entry_fields = seal(kind, keys, sent, subject_of(kind, &new), &kept)?;
    let data = json!({ "corrects": record.as_str(), "fields": entry_fields });
    let opening = new.get("opening") == &Value::Int(1);
    Ok(Plan {
        entry_type: EntryType::Correct,
        kind,
        change: Change {
            old: Some(old),
            new: Some(new),
        },
        opening,
        data,
    })
}

fn void<'c>(
    core: &'c Core,
    tx: &Tx<'_>,
    target: &RecordId,
    seq: i64,
) -> Result<Plan<'c>, SubmitError> {
    let placed = log::by_id(tx, target.as_str())?.ok_or_else(|| no_such("voids", target))?;
    match placed.entry.entry_type {
        EntryType::Record => {
            let (kind, old) = live(core, tx, target, "voids")?;
            refuse_if_named(core, tx, kind, &old)?;
            if kind.id == PERSON_MERGE {
                let problems = merge::check_void(core, tx, &old)?;
                if !problems.is_empty() {
                    return Err(SubmitError::Invalid(problems));
                }
            }
            let data = json!({ "voids": target.as_str(), "record": target.as_str() });
            Ok(Plan {
                entry_type: EntryType::Void,
                kind,
                change: Change {
                    old: Some(old),
                    new: None,
                },
                opening: false,
                data,
            })
        }
        EntryType::End => {
            let ended = placed
                .entry
                .data
                .get("ends")
                .and_then(Json::as_str)
                .unwrap_or_default();
            let ended = RecordId::parse(ended).map_err(|_| no_such("voids", target))?;
            let (kind, old) = live(core, tx, &ended, "voids")?;
            if old.text("ended_on") != placed.entry.data.get("on").and_then(Json::as_str) {
                return Err(invalid(
                    "voids",
                    "that end no longer stands".into(),
                    "look at the record with `youju show`",
                ));
            }
            let new = old.ended(None, seq);
            let data =
                json!({ "voids": target.as_str(), "record": ended.as_str(), "reopens": true });
            Ok(Plan {
                entry_type: EntryType::Void,
                kind,
                change: Change {
                    old: Some(old),
                    new: Some(new),
                },
                opening: false,
                data,
            })
        }
        other => Err(invalid(
            "voids",
            format!("{target} is an entry of type {other}"),
            "only records and ends are voided; correct a correction again",
        )),
    }
}

fn end<'c>(
    core: &'c Core,
    tx: &Tx<'_>,
    record: &RecordId,
    on: Date,
    seq: i64,
    moment: &Moment,
) -> Result<Plan<'c>, SubmitError> {
    let (kind, old) = live(core, tx, record, "ends")?;
    if !kind.time.is_interval() {
        return Err(invalid(
            "ends",
            format!("{} is an event and has no end", kind.id),
            "correct or void it",
        ));
    }
    if let Some(day) = old.text("ended_on") {
        return Err(invalid(
            "ends",
            format!("{record} has ended on {day}"),
            "void that end entry first",
        ));
    }
    let from = fields::day(&old.columns, kind.time.field());
    if from.is_some_and(|from| on <= from) {
        return Err(invalid(
            "on",
            format!("{on} is not after its start"),
            "void the record if it should never have begun",
        ));
    }
    if on > year_ahead(moment.today) {
        return Err(invalid(
            "on",
            format!("{on} is more than a year ahead"),
            "record it when it is nearer",
        ));
    }
    let new = old.ended(Some(on), seq);
    let data = json!({ "ends": record.as_str(), "on": on.to_string() });
    Ok(Plan {
        entry_type: EntryType::End,
        kind,
        change: Change {
            old: Some(old),
            new: Some(new),
        },
        opening: false,
        data,
    })
}

/// Empties every personal column of a person, under all codes that were merged; the key itself is destroyed by the caller once this is on disk.
fn erase(
    core: &Core,
    tx: &mut Tx<'_>,
    sent: &Submission,
    subject: &str,
    digest: String,
    moment: &Moment,
) -> Result<Outcome, SubmitError> {
    if !exists(tx, "core_person", "person", subject)? {
        return Err(invalid(
            "erases",
            format!("there is no person \"{subject}\""),
            "give the person's code",
        ));
    }
    let mut data = json!({ "subject": subject });
    let codes = merge::codes_of(core, tx, subject)?;
    for code in &codes {
        core.blank(tx, code)?;
    }
    if codes.len() > 1 {
        data["also"] = json!(codes[1..]);
    }
    if let Some(reason) = &sent.reason {
        data["reason"] = json!(reason);
    }
    let seq = log::append(tx, &entry(EntryType::Erase, sent, digest, data, moment))?;
    Ok(plainly_accepted(sent, seq))
}

/// Signs and locks the registers of a month or quarter.
fn close(
    core: &Core,
    tx: &mut Tx<'_>,
    sent: &Submission,
    scope: &Scope,
    digest: String,
    moment: &Moment,
) -> Result<Outcome, SubmitError> {
    let scope = close::settle(core, tx, scope, moment.today)?;
    let mut data = locks::entry_data(&scope);
    if let Some(reason) = &sent.reason {
        data["reason"] = json!(reason);
    }
    let entry = entry(EntryType::Close, sent, digest, data, moment);
    let seq = log::append(tx, &entry)?;
    locks::lock(tx, seq, &entry.data).map_err(DbError::stop)?;
    Ok(plainly_accepted(sent, seq))
}

/// An entry that no rule looks at.
fn plainly_accepted(sent: &Submission, seq: i64) -> Outcome {
    Outcome::Accepted(Accepted {
        id: sent.id.clone(),
        seq,
        repeated: false,
        warned: vec![],
        warnings: vec![],
        excepted: vec![],
        restates: vec![],
    })
}

fn repeated(sent: &Submission, seq: i64, entry: &Entry) -> Outcome {
    let list = |key: &str| -> Vec<String> {
        let items = entry
            .data
            .get(key)
            .and_then(Json::as_array)
            .into_iter()
            .flatten();
        items.filter_map(Json::as_str).map(str::to_owned).collect()
    };
    let (warned, excepted) = (list("warned"), list("excepted"));
    Outcome::Accepted(Accepted {
        id: sent.id.clone(),
        seq,
        repeated: true,
        warned,
        warnings: vec![],
        excepted,
        restates: locks::restates(&entry.data),
    })
}

pub(crate) fn entry(
    entry_type: EntryType,
    sent: &Submission,
    digest: String,
    data: Json,
    moment: &Moment,
) -> Entry {
    let id = (entry_type != EntryType::Refusal).then(|| sent.id.to_string());
    let data = match data {
        Json::Object(map) => map,
        _ => Map::new(),
    };
    Entry {
        entry_type,
        id,
        at: moment.at.clone(),
        by: sent.by.clone(),
        sent: Some(digest),
        data,
    }
}

/// Finds the live version of a record by its id.
fn live<'c>(
    core: &'c Core,
    tx: &Tx<'_>,
    record: &RecordId,
    key: &str,
) -> Result<(&'c Kind, Version), SubmitError> {
    let placed =
        log::by_id(tx, record.as_str())?.filter(|p| p.entry.entry_type == EntryType::Record);
    let placed = placed.ok_or_else(|| no_such(key, record))?;
    let kind = placed
        .entry
        .data
        .get("kind")
        .and_then(Json::as_str)
        .unwrap_or_default();
    let kind = core.find_kind(kind)?;
    let version = core.kind_sql(kind).live(tx, record.as_str())?;
    let version =
        version.ok_or_else(|| invalid(key, format!("{record} was voided"), "record it anew"))?;
    Ok((kind, version))
}

/// Which person's key goes into the digest of the body: the subject of a kind that seals something.
fn sealing_subject(
    core: &Core,
    tx: &Tx<'_>,
    sent: &Submission,
) -> Result<Option<String>, SubmitError> {
    Ok(match &sent.action {
        Action::Record { kind, fields, .. } => {
            let subject = core.packs.kind(kind).and_then(|k| k.subject.as_ref());
            subject
                .and_then(|field| fields.get(field))
                .and_then(Json::as_str)
                .filter(|s| !s.is_empty())
                .map(str::to_owned)
        }
        Action::Correct { record, .. } => match live(core, tx, record, "corrects") {
            Ok((kind, version)) => subject_of(kind, &version).map(str::to_owned),
            Err(SubmitError::Invalid(_)) => None,
            Err(other) => return Err(other),
        },
        _ => None,
    })
}

pub(crate) fn subject_of<'v>(kind: &Kind, version: &'v Version) -> Option<&'v str> {
    kind.subject.as_ref().and_then(|field| version.text(field))
}

/// Replaces what is personal or private by its sealed form.
pub(crate) fn seal(
    kind: &Kind,
    keys: &Keys,
    sent: &Submission,
    subject: Option<&str>,
    fields: &Map<String, Json>,
) -> Result<Map<String, Json>, SubmitError> {
    let mut sealed = fields.clone();
    for field in kind.fields.iter().filter(|f| f.personal || f.private) {
        let Some(text) = sealed
            .get(&field.name)
            .and_then(Json::as_str)
            .map(str::to_owned)
        else {
            continue;
        };
        let Some(subject) = subject else {
            return Err(invalid(
                &field.name,
                "has no person whose key could seal it".into(),
                "name the person",
            ));
        };
        let envelope = keys
            .seal(subject, sent.id.as_str(), &field.name, &text)
            .map_err(|e| match e {
                JournalError::Erased(_) => invalid(
                    &field.name,
                    format!("{subject} was erased: nothing more is kept about this person"),
                    "",
                ),
                other => SubmitError::Journal(other),
            })?;
        sealed.insert(field.name.clone(), envelope.to_json());
    }
    Ok(sealed)
}

/// Checks the id of something of the packs, in a field whose content says of what; else it would be kept and do nothing.
fn check_id(core: &Core, name: String, content: &str, id: &str) -> Option<Problem> {
    let packs = &core.packs;
    let (what, known): (&str, Vec<&str>) = match content {
        "register" => (
            "no row set has the id ",
            packs.row_sets().map(|r| r.id.as_str()).collect(),
        ),
        "rule" => (
            "no rule has the id ",
            packs.rules().map(|r| r.id.as_str()).collect(),
        ),
        "indicator" => (
            "no indicator has the id ",
            packs.indicators().map(|i| i.id.as_str()).collect(),
        ),
        "cadence" => (
            "no cadence has the id ",
            packs.cadences().map(|c| c.id.as_str()).collect(),
        ),
        _ => return None,
    };
    if known.contains(&id) {
        return None;
    }
    let hint = nearest_ids(id, known).unwrap_or_default();
    Some(Problem::new(name, format!("{what}\"{id}\""), hint))
}

/// Checks what the fields point to: units, persons, records, and the calendar's today.
fn check_world(
    core: &Core,
    tx: &Tx<'_>,
    kind: &Kind,
    version: &Version,
    moment: &Moment,
    new: bool,
) -> Result<(), SubmitError> {
    let mut problems = Vec::new();
    let lines = kind.children().flat_map(|field| {
        let lines = version
            .lists
            .get(&field.name)
            .into_iter()
            .flatten()
            .enumerate();
        lines.flat_map(move |(i, line)| {
            let subs = field.rows().unwrap_or_default().iter();
            subs.filter_map(move |sub| {
                line.get(&sub.name).map(|value| {
                    (
                        format!("{}[{}].{}", field.name, i + 1, sub.name),
                        sub,
                        value,
                    )
                })
            })
        })
    });
    let plain = kind.fields.iter().filter_map(|f| {
        version
            .columns
            .get(&f.name)
            .map(|value| (f.name.clone(), f, value))
    });
    for (name, field, value) in plain.chain(lines) {
        let ty = &field.ty;
        let Some(code) = value.as_text() else {
            continue;
        };
        if *ty == FieldType::Person
            && !is_introduced(kind, &name)
            && let Some(kept) = merge::merged_into(core, tx, code)?
        {
            problems.push(Problem::new(
                name,
                format!("{code} was merged into {kept}"),
                format!("name {kept}"),
            ));
            continue;
        }
        match ty {
            FieldType::Unit
                if is_introduced(kind, &name) && new && exists(tx, "core_unit", "unit", code)? =>
            {
                problems.push(Problem::new(
                    name,
                    format!("the unit \"{code}\" exists"),
                    "take another code, or correct that record",
                ));
            }
            FieldType::Unit if is_introduced(kind, &name) => {}
            FieldType::Person
                if is_introduced(kind, &name)
                    && new
                    && exists(tx, "core_person", "person", code)? =>
            {
                problems.push(Problem::new(
                    name,
                    format!("the person \"{code}\" exists"),
                    "take another code, or correct that record",
                ));
            }
            FieldType::Person if is_introduced(kind, &name) => {}
            FieldType::Unit if !exists(tx, "core_unit", "unit", code)? => {
                problems.push(Problem::new(
                    name,
                    format!("there is no unit \"{code}\""),
                    near_unit(tx, code)?,
                ));
            }
            FieldType::Person if !exists(tx, "core_person", "person", code)? => {
                problems.push(Problem::new(
                    name,
                    format!("there is no person \"{code}\""),
                    "introduce the person with kind core.person",
                ));
            }
            FieldType::Record(target) => {
                let target = core.find_kind(target)?;
                if !exists(tx, &target.table, "record_id", code)? {
                    problems.push(Problem::new(
                        name,
                        format!("there is no live record \"{code}\" of kind {}", target.id),
                        "`youju find` finds its id",
                    ));
                }
            }
            FieldType::Text => problems.extend(check_id(core, name, &field.content, code)),
            _ => {}
        }
    }
    if kind.id == UNIT_CHANGE {
        problems.extend(units::check_change(tx, version)?);
    }
    if new && !matches!(kind.id.as_str(), UNIT | UNIT_LINK | UNIT_CHANGE) {
        problems.extend(units::check_not_ended(tx, kind, version)?);
    }
    check_dates(kind, version, moment, &mut problems);
    if problems.is_empty() {
        Ok(())
    } else {
        Err(SubmitError::Invalid(problems))
    }
}

fn check_dates(kind: &Kind, version: &Version, moment: &Moment, problems: &mut Vec<Problem>) {
    let name = kind.time.field();
    let Some(day) = fields::day(&version.columns, name) else {
        return;
    };
    if !kind.time.is_interval() && day > moment.today {
        problems.push(Problem::new(
            name,
            format!("{day} is after today ({})", moment.today),
            "an event is recorded once it has happened; check the date",
        ));
    }
    if kind.time.is_interval() && day > year_ahead(moment.today) {
        problems.push(Problem::new(
            name,
            format!("{day} is more than a year ahead"),
            "record it when it is nearer; check the year",
        ));
    }
    if let Some(until) = kind
        .time
        .until()
        .and_then(|until| fields::day(&version.columns, until))
        && until <= day
    {
        let field = kind.time.until().unwrap_or_default();
        problems.push(Problem::new(
            field,
            format!("{until} is not after {day}"),
            "give the first day on which it no longer holds",
        ));
    }
}

/// A unit or person that other live records name cannot be voided away from under them.
fn refuse_if_named(
    core: &Core,
    tx: &Tx<'_>,
    kind: &Kind,
    old: &Version,
) -> Result<(), SubmitError> {
    let (ty, column) = match kind.id.as_str() {
        UNIT => (FieldType::Unit, "unit"),
        PERSON => (FieldType::Person, "person"),
        _ => return Ok(()),
    };
    let mut named = BTreeSet::new();
    for other in core.packs.kinds().filter(|k| k.id != kind.id) {
        for field in other.fields.iter().filter(|f| f.ty == ty && !f.private) {
            let sql = format!(
                "select record_id from {} where {} = ?1 and removed_seq is null limit 3",
                other.table, field.name
            );
            for row in tx.query(&sql, &[old.get(column).clone()])? {
                named.insert(row[0].to_string());
            }
        }
    }
    if named.is_empty() {
        return Ok(());
    }
    let some: Vec<String> = named.into_iter().take(3).collect();
    Err(invalid(
        "voids",
        format!(
            "other records name {}: {}",
            old.get(column),
            some.join(", ")
        ),
        "void those first, or correct this one",
    ))
}

/// Says whether a field of `kind` gives the code its first existence.
fn is_introduced(kind: &Kind, field: &str) -> bool {
    matches!(
        (kind.id.as_str(), field),
        (UNIT, "unit") | (PERSON, "person")
    )
}

fn exists(rows: &dyn Rows, table: &str, column: &str, value: &str) -> Result<bool, DbError> {
    let sql = format!("select 1 from {table} where {column} = ?1 and removed_seq is null limit 1");
    Ok(rows.int(&sql, &[value.into()])?.is_some())
}

fn near_unit(rows: &dyn Rows, code: &str) -> Result<String, DbError> {
    let known = rows.query("select unit from core_unit where removed_seq is null", &[])?;
    let near = youju_declare::near(code, known.iter().filter_map(|row| row[0].as_text()));
    Ok(near.unwrap_or_else(|| "introduce the unit with kind core.unit".into()))
}

fn year_ahead(today: Date) -> Date {
    shift(
        today,
        Offset {
            count: 1,
            step: Step::Year,
        },
        &Default::default(),
    )
    .map_or(today, |d| d.day)
}

fn no_such(key: &str, id: &RecordId) -> SubmitError {
    invalid(
        key,
        format!("there is no record {id}"),
        "`youju find` finds its id",
    )
}

pub(crate) fn invalid(field: &str, what: String, hint: &str) -> SubmitError {
    SubmitError::Invalid(vec![Problem::new(field, what, hint)])
}
