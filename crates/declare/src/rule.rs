//! Rules: what may not take effect, on what basis, and the SQL that finds it.

use crate::fault::near;
use crate::names::Names;
use crate::sheet::{Keys, Place};
use crate::sql::{self, Parsed, Read, Source, Sql, between};
use jiff::civil::Date;

/// One version of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// `establishment.no_entry_when_full`.
    pub id: String,
    /// `establishment`.
    pub pack: String,
    /// `no_entry_when_full`.
    pub stem: String,
    /// What it says: the first line of the file.
    pub about: String,
    /// Kind by id whose records it judges.
    pub on: String,
    /// What a violation does.
    pub hardness: Hardness,
    /// First day in force.
    pub from: Date,
    /// First day no longer in force, if replaced.
    pub until: Option<Date>,
    /// Judged on its day and on every later day that the record changes; then the columns of `candidate`.
    pub standing: Option<Standing>,
    /// Where it is written.
    pub basis: Basis,
    /// Stem of the SQL file, which other versions may share; texts may stand under it too.
    pub sql_stem: String,
    /// The SQL; none for a rule that people watch.
    pub sql: Option<Sql>,
}

impl Rule {
    /// Says whether the rule is in force on a day.
    pub fn in_force(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day < until)
    }

    /// Says whether the rule reads of its candidate when it ended, so that an end or a reopening can break it.
    pub fn reads_end(&self) -> bool {
        self.sql.as_ref().is_some_and(|sql| sql.candidate_end)
    }
}

/// What a violation does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hardness {
    /// H: refuses.
    Refuse,
    /// S: accepts only with an exception.
    Except,
    /// W: warns and accepts.
    Warn,
    /// L: off until a `core.rule_switch` turns it on, then refuses.
    Local,
    /// D: derives, or is watched by people.
    Watch,
}

impl Hardness {
    /// Gives the letter of the pack language.
    pub fn letter(self) -> &'static str {
        match self {
            Self::Refuse => "H",
            Self::Except => "S",
            Self::Warn => "W",
            Self::Local => "L",
            Self::Watch => "D",
        }
    }

    /// Says whether a violation can keep a record out, so that a way out must be told.
    pub fn can_refuse(self) -> bool {
        matches!(self, Self::Refuse | Self::Except | Self::Local)
    }
}

/// How a standing rule is judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Columns of `candidate`: fields of the kind.
    pub judge: Vec<String>,
    /// Other kinds that change the balance.
    pub also: Vec<Also>,
}

/// A further kind that a standing rule watches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Also {
    /// The kind by id.
    pub kind: String,
    /// For each column of `judge`, in its order, the field of this kind that carries it.
    pub fields: Vec<String>,
}

/// Where a rule or cadence is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    /// Name of the instrument.
    pub instrument: String,
    /// Article, or `unknown` where the text was not seen.
    pub article: String,
    /// A few words of it.
    pub quote: Option<String>,
    /// Where it was found.
    pub source: String,
    /// How well it was checked.
    pub verified: Verified,
}

/// How well a basis was checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verified {
    /// V: official text or full copy seen.
    Seen,
    /// V2: secondary source.
    Secondary,
    /// U: unverified.
    Unverified,
}

/// Reads `rules/<stem>.toml`; `sql_of` gives the place of an SQL file by stem.
pub(crate) fn read<'a>(
    place: Place<'a>,
    names: &Names<'_>,
    stem: &str,
    sql_of: impl Fn(&str) -> Option<Place<'a>>,
) -> Option<Rule> {
    let about = place.about("#");
    let root = place.parse()?;
    let keys = Keys::root(place, &root);
    let kind = keys.need("on", "\"<kind of this pack>\"").and_then(|name| {
        let found = names.own.kinds.iter().find(|k| k.stem == name);
        if found.is_none() {
            let hint = near(&name, names.own.kinds.iter().map(|k| k.stem.as_str()));
            keys.fault("on", format!("no kind \"{name}\" in this pack"), hint);
        }
        found
    });
    if !keys.has("hardness") {
        keys.missing("hardness", "\"H\" (refuses), or S, W, L, D");
    }
    let letters = [
        Hardness::Refuse,
        Hardness::Except,
        Hardness::Warn,
        Hardness::Local,
        Hardness::Watch,
    ]
    .map(|h| (h.letter(), h));
    let hardness = keys.one_of("hardness", &letters);
    if !keys.has("from") {
        keys.missing("from", "2014-05-28, the first day in force");
    }
    let from = keys.date("from");
    let until = keys.date("until");
    if let (Some(from), Some(until)) = (from, until)
        && until <= from
    {
        let hint = Some("until is the first day on which it is no longer in force".to_owned());
        keys.fault(
            "until",
            format!("until {until} is not after from {from}"),
            hint,
        );
    }
    let basis = read_basis(&keys);
    if hardness == Some(Hardness::Refuse)
        && basis.as_ref().is_some_and(|b| b.verified != Verified::Seen)
    {
        let hint = Some("H needs verified = \"V\"; otherwise W, or L where it is local".to_owned());
        keys.fault(
            "hardness",
            "a rule refuses on a text that nobody has seen",
            hint,
        );
    }
    let standing = keys.flag("standing");
    let judge = keys.texts("judge");
    let also = keys.table("also");
    let standing = match (standing, judge) {
        (true, Some(judge)) => Some(read_standing(
            &keys,
            names,
            kind.map(|k| k.id.as_str()),
            judge,
            also.as_ref(),
        )),
        (true, None) => {
            keys.missing("judge", "[\"unit\"]");
            None
        }
        (false, judge) => {
            if judge.is_some() || also.is_some() {
                let hint = Some("add standing = true, or leave judge and also out".to_owned());
                let key = if also.is_some() { "also" } else { "judge" };
                keys.fault(
                    key,
                    format!("\"{key}\" in a rule that is not standing"),
                    hint,
                );
            }
            None
        }
    };
    let given = keys.text("sql");
    let sql_stem = given.clone().unwrap_or_else(|| stem.to_owned());
    let sql = sql_of(&sql_stem);
    if sql.is_none() {
        if given.is_some() {
            keys.fault(
                "sql",
                format!("there is no rules/{sql_stem}.sql"),
                Some("write it, or leave sql out".to_owned()),
            );
        } else if hardness.is_some_and(|h| h != Hardness::Watch) {
            let hint = Some(format!(
                "write rules/{stem}.sql, or hardness = \"D\" for a rule that people watch"
            ));
            place.fault(None, "a rule without its SQL", hint);
        }
    }
    let columns = match (&standing, kind) {
        (Some(standing), _) => standing.judge.clone(),
        (None, Some(kind)) => kind.columns().into_iter().map(|c| c.name).collect(),
        (None, None) => Vec::new(),
    };
    let sql = match sql {
        Some(sql) => {
            sql.about("--");
            let parsed = sql::parse(sql, false);
            Some(parsed.map(|p| resolve(sql, names, p, standing.as_ref(), &columns)))
        }
        None => None,
    };
    keys.finish();
    let unreadable = matches!(sql, Some(None));
    (!unreadable).then_some(())?;
    Some(Rule {
        id: format!("{}.{stem}", names.own.id),
        pack: names.own.id.clone(),
        stem: stem.to_owned(),
        about,
        on: kind?.id.clone(),
        hardness: hardness?,
        from: from?,
        until,
        standing,
        basis: basis?,
        sql_stem,
        sql: sql.flatten(),
    })
}

/// Reads `[basis]`, which rules and cadences have.
pub(crate) fn read_basis(keys: &Keys<'_, '_>) -> Option<Basis> {
    let Some(table) = keys.table("basis") else {
        if !keys.has("basis") {
            keys.missing(
                "basis",
                "{ instrument = \"…\", article = \"…\", source = \"…\", verified = \"U\" }",
            );
        }
        return None;
    };
    let instrument = table.need("instrument", "\"<name of the document>\"");
    let article = table.need(
        "article",
        "\"第六条\", or \"unknown\" where the text was not seen",
    );
    let source = table.need("source", "\"<where it was found>\"");
    let quote = table.text("quote");
    let verified = table
        .one_of(
            "verified",
            &[
                ("V", Verified::Seen),
                ("V2", Verified::Secondary),
                ("U", Verified::Unverified),
            ],
        )
        .unwrap_or(Verified::Unverified);
    table.finish();
    Some(Basis {
        instrument: instrument?,
        article: article?,
        quote,
        source: source?,
        verified,
    })
}

fn read_standing(
    keys: &Keys<'_, '_>,
    names: &Names<'_>,
    kind: Option<&str>,
    judge: Vec<String>,
    also: Option<&Keys<'_, '_>>,
) -> Standing {
    if judge.is_empty() {
        let hint = Some("name the fields that make the partition, such as [\"unit\"]".to_owned());
        keys.fault("judge", "\"judge\" is empty", hint);
    }
    let check = |place: Place<'_>, line: usize, kind: &str, field: &str| {
        let Some(kind) = names.kind(kind) else { return };
        let columns = kind.columns();
        if !columns.iter().any(|c| c.name == field) {
            let hint = near(field, columns.iter().map(|c| c.name.as_str()));
            place.fault(
                line,
                format!("kind \"{}\" has no field \"{field}\"", kind.stem),
                hint,
            );
        }
    };
    if let Some(kind) = kind {
        judge
            .iter()
            .for_each(|field| check(keys.place, keys.line_of("judge"), kind, field));
    }
    let mut all = Vec::new();
    for (name, line, value) in also.map(Keys::entries).unwrap_or_default() {
        let Some(kind) = names.kind(name) else {
            keys.place
                .fault(line, format!("no kind \"{name}\""), names.near_kind(name));
            continue;
        };
        let tables: Vec<_> = match value.get_ref() {
            toml::de::DeValue::Array(list) => list.iter().collect(),
            _ => vec![value],
        };
        for table in tables {
            let Some(table) = keys.open(name, table) else {
                continue;
            };
            let renamed: Vec<(&str, String)> = table
                .entries()
                .into_iter()
                .filter_map(|(column, line, value)| {
                    if !judge.iter().any(|j| j == column) {
                        let hint = near(column, judge.iter().map(String::as_str));
                        keys.place
                            .fault(line, format!("\"{column}\" is not in judge"), hint);
                    }
                    let field = value.get_ref().as_str().map(str::to_owned);
                    if field.is_none() {
                        let hint = Some(format!("write {column} = \"<field of {name}>\""));
                        keys.place
                            .fault(line, format!("\"{column}\" names no field"), hint);
                    }
                    Some((column, field?))
                })
                .collect();
            let fields: Vec<String> = judge
                .iter()
                .map(|j| {
                    renamed
                        .iter()
                        .find(|(c, _)| c == j)
                        .map_or_else(|| j.clone(), |(_, f)| f.clone())
                })
                .collect();
            fields
                .iter()
                .for_each(|field| check(keys.place, line, &kind.id, field));
            all.push(Also {
                kind: kind.id.clone(),
                fields,
            });
        }
    }
    Standing { judge, also: all }
}

fn resolve(
    sql: Place<'_>,
    names: &Names<'_>,
    parsed: Parsed,
    standing: Option<&Standing>,
    candidate: &[String],
) -> Sql {
    let tables = names.tables();
    let row_sets = names.row_sets();
    let reads = parsed
        .tables
        .iter()
        .filter_map(|(name, line)| {
            let source = match name.as_str() {
                "candidate" => Source::Candidate,
                "as_at" if standing.is_some() => Source::AsAt,
                "as_at" => {
                    let hint = Some("add standing = true and judge = […]".to_owned());
                    sql.fault(*line, "\"as_at\" in a rule that is not standing", hint);
                    return None;
                }
                _ => match tables.get(name).or_else(|| row_sets.get(name)) {
                    Some(source) => source.clone(),
                    None => {
                        let own = names
                            .own
                            .row_sets
                            .iter()
                            .find(|r| format!("{}_{}", r.pack, r.stem) == *name);
                        let known = ["candidate", "as_at"]
                            .into_iter()
                            .chain(tables.keys().chain(row_sets.keys()).map(String::as_str));
                        let hint = own
                            .map(|r| format!("own row sets go by their stem: \"{}\"", r.stem))
                            .or_else(|| near(name, known));
                        sql.fault(
                            *line,
                            format!("no kind or row set has the name \"{name}\" here"),
                            hint,
                        );
                        return None;
                    }
                },
            };
            Some(Read {
                name: name.clone(),
                source,
            })
        })
        .collect();
    if !parsed.tables.iter().any(|(name, _)| name == "candidate") {
        let hint = Some("begin with from candidate as c".to_owned());
        sql.fault(None, "the rule never looks at candidate", hint);
    }
    if let Some(standing) = standing {
        for column in ["day", "excess"] {
            if !parsed.columns.iter().any(|c| c == column) {
                let hint = Some(
                    "a standing rule returns day and excess (above 0 where it is broken)"
                        .to_owned(),
                );
                sql.fault(None, format!("no result column \"{column}\""), hint);
            }
        }
        for tie in &parsed.ties {
            let dated = tables.contains_key(&tie.table) || row_sets.contains_key(&tie.table);
            if dated && tie.bound.is_empty() && between(&parsed.ties, tie).is_none() {
                let hint = format!(
                    "tie it to the candidate: where … = c.{}",
                    standing.judge.first().map_or("unit", String::as_str)
                );
                sql.fault(
                    tie.line,
                    format!("\"{}\" is read for all partitions", tie.table),
                    Some(hint),
                );
            }
        }
    }
    for (_, column) in parsed.ties.iter().flat_map(|t| &t.bound) {
        if !candidate.contains(column) {
            let hint = near(column, candidate.iter().map(String::as_str));
            sql.fault(None, format!("candidate has no column \"{column}\""), hint);
        }
    }
    Sql {
        file: sql.file.to_owned(),
        text: sql.text.to_owned(),
        reads,
        columns: parsed.columns,
        ties: parsed.ties,
        origins: parsed.origins,
        balance: parsed.balance,
        single: parsed.single,
        candidate_end: parsed.candidate_end,
    }
}
