//! Rules at work: what a change violates, judged after it was put in, on its day and on every later day that it moves.

use crate::enter::applies::Applying;
use crate::enter::balance;
use crate::enter::fields;
use crate::enter::outcome::Violation;
use crate::enter::submission::Exception;
use crate::kept::core::Core;
use crate::kept::project::{Change, Version};
use crate::kept::sets::Diff;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use youju_base::date::parse_day;
use youju_db::{DbError, Mark, Rows, Tx, Value};
use youju_declare::bind::BoundRule;
use youju_declare::{Hardness, Kind, Rule, Source, Standing};

/// What is to be judged.
pub struct Judgement<'a> {
    /// The record's kind.
    pub kind: &'a Kind,
    /// What it changes.
    pub change: &'a Change,
    /// What it changes in other records: a merger of persons.
    pub also: &'a [(&'a Kind, Change)],
    /// The entry's place.
    pub seq: i64,
    /// Part of an opening balance: only standing rules apply.
    pub opening: bool,
    /// An approval sent along.
    pub exception: Option<&'a Exception>,
}

/// What came out.
#[derive(Debug, Default)]
pub struct Judged {
    /// Violations that keep the change out.
    pub refused: Vec<Violation>,
    /// Violations that only warn.
    pub warnings: Vec<Violation>,
    /// Rules passed by the exception.
    pub excepted: Vec<String>,
    /// Partitions that were evaluated, by place of their row set, with what moved in each.
    pub diffs: Vec<(usize, Diff)>,
}

/// A standing rule whose balance is above zero after the change: did this change raise it?
struct Suspect<'c> {
    rule: &'c Rule,
    candidate: Vec<Value>,
    days: Vec<Date>,
    after: BTreeMap<Date, i64>,
    rows: Vec<Vec<(String, Value)>>,
}

impl Core {
    /// Puts a change in, judges it, and leaves it in when nothing refuses; otherwise the state since `mark` is the caller's to undo.
    pub fn put_in_and_judge(
        &self,
        tx: &mut Tx<'_>,
        mark: &Mark,
        of: &Judgement<'_>,
    ) -> Result<Judged, DbError> {
        let all: Vec<(&Kind, &Change)> = std::iter::once((of.kind, of.change))
            .chain(of.also.iter().map(|(kind, change)| (*kind, change)))
            .collect();
        let diffs = self.put_in_all(tx, &all, of.seq)?;
        let applying = self.applying(tx)?;
        let mut found = self.plain_violations(tx, of, &applying)?;
        let mut suspects: Vec<Suspect<'_>> = Vec::new();
        for (kind, change) in &all {
            let one = Judgement {
                kind,
                change,
                also: &[],
                ..*of
            };
            for suspect in self.suspects(tx, &one, &diffs, &applying)? {
                let same = |other: &Suspect<'_>| {
                    (&other.rule.id, &other.candidate) == (&suspect.rule.id, &suspect.candidate)
                };
                if !suspects.iter().any(same) {
                    suspects.push(suspect);
                }
            }
        }
        if !suspects.is_empty() {
            tx.rewind(mark)?;
            for suspect in suspects {
                found.extend(self.grown(tx, suspect, &diffs)?);
            }
            // Back to where the first look was; the same change gives the same rows.
            self.put_in_all(tx, &all, of.seq)?;
        }
        let mut judged = Judged::default();
        found.sort_by_key(|v| v.hardness != Hardness::Refuse);
        for violation in found {
            match violation.hardness {
                Hardness::Refuse | Hardness::Local => judged.refused.push(violation),
                Hardness::Except
                    if of
                        .exception
                        .is_some_and(|e| names(&e.rule, &violation.rule)) =>
                {
                    judged.excepted.push(violation.rule)
                }
                Hardness::Except => judged.refused.push(violation),
                Hardness::Warn => judged.warnings.push(violation),
                Hardness::Watch => {}
            }
        }
        judged.diffs = diffs;
        Ok(judged)
    }

    /// Rules that look at the record itself, in force on its own date.
    fn plain_violations(
        &self,
        tx: &mut Tx<'_>,
        of: &Judgement<'_>,
        applying: &Applying<'_>,
    ) -> Result<Vec<Violation>, DbError> {
        let Some(new) = of.change.new.as_ref().filter(|_| !of.opening) else {
            return Ok(Vec::new());
        };
        // An end or a reopening changes but one column, and few rules read it.
        let ended_only = of
            .change
            .old
            .as_ref()
            .is_some_and(|old| same_but_for_end(old, new));
        let Some(day) = fields::day(&new.columns, of.kind.time.field()) else {
            return Ok(Vec::new());
        };
        let mut found = Vec::new();
        for rule in self
            .packs
            .rules_for(&of.kind.id)
            .filter(|r| r.standing.is_none() && r.in_force(day))
            .filter(|r| !ended_only || r.reads_end())
        {
            let Some(bound) = self.rule_sql(rule) else {
                continue;
            };
            if rule.hardness == Hardness::Watch || !applying.to(tx, rule, new.text("unit"), day)? {
                continue;
            }
            let params: Vec<Value> = bound
                .candidate
                .iter()
                .map(|column| new.seen(column))
                .collect();
            let returned = run(tx, bound, columns_of(rule), &params)?;
            if !returned.is_empty() {
                let shown = of
                    .kind
                    .columns()
                    .into_iter()
                    .filter(|c| !c.personal && c.name != "record_id")
                    .map(|c| c.name);
                let candidate: Vec<(String, Value)> = shown
                    .map(|name| (name.clone(), new.get(&name).clone()))
                    .collect();
                found.push(violation(rule, returned, &candidate, records));
            }
        }
        Ok(found)
    }

    /// Standing rules that are above zero on some day after the change.
    fn suspects<'c>(
        &'c self,
        tx: &mut Tx<'_>,
        of: &Judgement<'_>,
        diffs: &[(usize, Diff)],
        applying: &Applying<'_>,
    ) -> Result<Vec<Suspect<'c>>, DbError> {
        let mut suspects = Vec::new();
        for (rule, standing) in self.standing_rules() {
            let reads = self.read_sets(rule);
            let own: Vec<&(usize, Diff)> = diffs
                .iter()
                .filter(|(set, diff)| reads.contains(set) && diff.moves())
                .collect();
            let direct =
                rule.sql
                    .iter()
                    .flat_map(|sql| &sql.reads)
                    .any(|read| match &read.source {
                        Source::Kind(kind) | Source::Child { kind, .. } => *kind == of.kind.id,
                        _ => false,
                    });
            let Some(bound) = self.rule_sql(rule).filter(|_| direct || !own.is_empty()) else {
                continue;
            };
            if !applying.anywhere(tx, rule)? {
                continue;
            }
            let first = own
                .iter()
                .flat_map(|(set, diff)| self.row_set_sql(*set).days_of(diff));
            let (first, mut days) = (first.min(), None);
            for candidate in candidates(rule, standing, of) {
                if let (Some(balance), Some(first), false) = (&bound.balance, first, direct)
                    && !balance::grew(tx, balance, &candidate, first, of.seq)?
                {
                    continue;
                }
                let days = match &mut days {
                    Some(days) => days,
                    none => none.insert(self.days(tx, of, &own, direct)?),
                };
                let unit = standing
                    .judge
                    .iter()
                    .position(|c| c == "unit")
                    .and_then(|i| candidate[i].as_text())
                    .or_else(|| of.change.sides().find_map(|version| version.text("unit")));
                let mut judged = Vec::new();
                for day in days
                    .iter()
                    .copied()
                    .chain(later_days(tx, bound, &candidate, days.first())?)
                    .collect::<BTreeSet<_>>()
                {
                    if rule.in_force(day) && applying.to(tx, rule, unit, day)? {
                        judged.push(day);
                    }
                }
                if judged.is_empty() {
                    continue;
                }
                let rows = self.look(tx, rule, bound, &candidate, &judged)?;
                let after = excess(&rows);
                if !after.is_empty() {
                    suspects.push(Suspect {
                        rule,
                        candidate,
                        days: judged,
                        after,
                        rows,
                    });
                }
            }
        }
        Ok(suspects)
    }

    /// Looks at a suspect before the change: it is violated on days on which its excess grew.
    fn grown(
        &self,
        tx: &mut Tx<'_>,
        suspect: Suspect<'_>,
        diffs: &[(usize, Diff)],
    ) -> Result<Option<Violation>, DbError> {
        let Suspect {
            rule,
            candidate,
            days,
            after,
            rows,
        } = suspect;
        let (Some(bound), Some(standing)) = (self.rule_sql(rule), &rule.standing) else {
            return Ok(None);
        };
        let before = excess(&self.look(tx, rule, bound, &candidate, &days)?);
        let grew: BTreeSet<Date> = after
            .iter()
            .filter(|(day, n)| before.get(day).is_none_or(|b| b < n))
            .map(|(day, _)| *day)
            .collect();
        let Some(first) = grew.first() else {
            return Ok(None);
        };
        let returned = rows
            .into_iter()
            .filter(|row| row_day(row).is_some_and(|d| grew.contains(&d)) && row_excess(row) > 0)
            .collect();
        let named: Vec<(String, Value)> = standing.judge.iter().cloned().zip(candidate).collect();
        let mut records = Vec::new();
        for set in self.read_sets(rule) {
            let sql = self.row_set_sql(*set);
            // Of a row set that did not move, the partition is the one that the candidate names.
            let moved = diffs
                .iter()
                .filter(|(of, _)| of == set)
                .map(|(_, diff)| diff.key.clone());
            let keys: BTreeSet<_> = moved.chain(sql.key_named(&named)).collect();
            for key in keys {
                records.extend(sql.records_on(tx, &key, *first, &named)?);
            }
        }
        records.sort();
        records.dedup();
        Ok(Some(violation(rule, returned, &named, |_| records.clone())))
    }

    /// The days on which a standing rule is asked, but for those that only the candidate names.
    fn days(
        &self,
        tx: &Tx<'_>,
        of: &Judgement<'_>,
        own: &[&(usize, Diff)],
        direct: bool,
    ) -> Result<BTreeSet<Date>, DbError> {
        let mut days = self.boundaries(tx, own, of.seq)?;
        if direct {
            days.extend(own_days(of));
        }
        Ok(days)
    }

    /// The day from which the partition moved, and every later day on which it steps, before or after.
    fn boundaries(
        &self,
        tx: &Tx<'_>,
        own: &[&(usize, Diff)],
        seq: i64,
    ) -> Result<BTreeSet<Date>, DbError> {
        let mut days = BTreeSet::new();
        for (set, diff) in own {
            let sql = self.row_set_sql(*set);
            let moved: BTreeSet<Date> = sql.days_of(diff).collect();
            let Some(first) = moved.first() else { continue };
            days.extend(sql.boundaries(tx, &diff.key, *first, seq)?);
            days.extend(moved);
        }
        Ok(days)
    }

    fn look(
        &self,
        tx: &mut Tx<'_>,
        rule: &Rule,
        bound: &BoundRule,
        candidate: &[Value],
        days: &[Date],
    ) -> Result<Vec<Vec<(String, Value)>>, DbError> {
        tx.execute("delete from as_at", &[])?;
        for day in days {
            tx.execute(
                "insert into as_at (day) values (?1)",
                &[day.to_string().into()],
            )?;
        }
        run(tx, bound, columns_of(rule), candidate)
    }
}

/// The days that the record itself names: its start, and its end on either side of the change.
fn own_days(of: &Judgement<'_>) -> BTreeSet<Date> {
    let columns = [
        Some(of.kind.time.field()),
        of.kind.time.until(),
        Some("ended_on"),
    ];
    let days = of.change.sides().flat_map(|version| {
        columns
            .into_iter()
            .flatten()
            .filter_map(|c| fields::day(&version.columns, c))
    });
    days.collect()
}

/// The days after `first` on which whatever the rule reads steps, as it is now.
fn later_days(
    tx: &Tx<'_>,
    bound: &BoundRule,
    candidate: &[Value],
    first: Option<&Date>,
) -> Result<Vec<Date>, DbError> {
    let (Some(sql), Some(first)) = (&bound.boundaries, first) else {
        return Ok(Vec::new());
    };
    let params: Vec<Value> = candidate
        .iter()
        .cloned()
        .chain([first.to_string().into()])
        .collect();
    let rows = tx.query(sql, &params)?;
    Ok(rows
        .iter()
        .filter_map(|row| row[0].as_text().and_then(|t| parse_day(t).ok()))
        .collect())
}

/// An exception may name its rule with or without the pack.
fn names(given: &str, rule: &str) -> bool {
    given == rule || rule.split_once('.').is_some_and(|(_, stem)| stem == given)
}

/// The values of `candidate` that a change asks about: of both its versions, under the names of the rule.
fn candidates(rule: &Rule, standing: &Standing, of: &Judgement<'_>) -> BTreeSet<Vec<Value>> {
    let mut mappings: Vec<&[String]> = standing
        .also
        .iter()
        .filter(|a| a.kind == of.kind.id)
        .map(|a| a.fields.as_slice())
        .collect();
    if mappings.is_empty() || of.kind.id == rule.on {
        mappings.push(&standing.judge);
    }
    let values = mappings.into_iter().flat_map(|fields| {
        of.change
            .sides()
            .map(|version| fields.iter().map(|f| version.seen(f)).collect::<Vec<_>>())
    });
    values.filter(|v| !v.iter().all(Value::is_null)).collect()
}

fn columns_of(rule: &Rule) -> &[String] {
    rule.sql.as_ref().map_or(&[], |sql| &sql.columns)
}

fn run(
    tx: &Tx<'_>,
    bound: &BoundRule,
    columns: &[String],
    params: &[Value],
) -> Result<Vec<Vec<(String, Value)>>, DbError> {
    let rows = tx.query(&bound.sql, params)?;
    Ok(rows
        .into_iter()
        .map(|row| columns.iter().cloned().zip(row).collect())
        .collect())
}

fn violation(
    rule: &Rule,
    returned: Vec<Vec<(String, Value)>>,
    candidate: &[(String, Value)],
    records: impl Fn(&[Vec<(String, Value)>]) -> Vec<String>,
) -> Violation {
    let mut slots: BTreeMap<String, String> = candidate
        .iter()
        .map(|(k, v)| (k.clone(), slot(v)))
        .collect();
    slots.extend(
        returned
            .iter()
            .flatten()
            .rev()
            .map(|(k, v)| (k.clone(), slot(v))),
    );
    let others = rule
        .sql
        .iter()
        .flat_map(|sql| &sql.reads)
        .any(|read| !matches!(read.source, Source::Candidate | Source::AsAt));
    Violation {
        rule: rule.id.clone(),
        hardness: rule.hardness,
        basis: rule.basis.clone(),
        slots,
        records: records(&returned),
        returned,
        may_pass_later: others,
    }
}

fn slot(value: &Value) -> String {
    if value.is_null() {
        "—".into()
    } else {
        value.to_string()
    }
}

/// Ids that a rule's rows name in a column `record_id`.
fn records(returned: &[Vec<(String, Value)>]) -> Vec<String> {
    let ids = returned
        .iter()
        .flatten()
        .filter(|(name, _)| name == "record_id")
        .filter_map(|(_, v)| v.as_text());
    let unique: BTreeSet<&str> = ids.collect();
    unique.into_iter().map(str::to_owned).collect()
}

fn excess(rows: &[Vec<(String, Value)>]) -> BTreeMap<Date, i64> {
    let mut found: BTreeMap<Date, i64> = BTreeMap::new();
    for row in rows {
        let n = row_excess(row);
        if let Some(day) = row_day(row).filter(|_| n > 0) {
            let kept = found.entry(day).or_default();
            *kept = n.max(*kept);
        }
    }
    found
}

fn row_day(row: &[(String, Value)]) -> Option<Date> {
    row.iter()
        .find(|(name, _)| name == "day")
        .and_then(|(_, v)| v.as_text())
        .and_then(|t| parse_day(t).ok())
}

fn row_excess(row: &[(String, Value)]) -> i64 {
    row.iter()
        .find(|(name, _)| name == "excess")
        .and_then(|(_, v)| v.as_int())
        .unwrap_or(0)
}

fn same_but_for_end(old: &Version, new: &Version) -> bool {
    let rest = |v: &Version| {
        let mut columns = v.columns.clone();
        columns.remove("ended_on");
        columns
    };
    old.lists == new.lists && rest(old) == rest(new)
}
