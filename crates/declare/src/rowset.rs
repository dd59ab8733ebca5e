//! Row sets: the evidence that figures count.

use crate::fault::near;
use crate::fragment::{self, Fragments};
use crate::kind::FieldType;
use crate::names::Names;
use crate::running::Balance;
use crate::sheet::{Keys, Place, texts};
use crate::sql::{self, Read, Source, Sql};
use std::collections::BTreeMap;
use toml::de::DeValue;
use youju_base::id::is_stem;

/// Evidence rows, kept up partition by partition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowSet {
    /// `establishment.filled`.
    pub id: String,
    /// `establishment`.
    pub pack: String,
    /// `filled`; own rules name it so.
    pub stem: String,
    /// `row_establishment_filled`.
    pub table: String,
    /// What the rows are: the first line of the file.
    pub about: String,
    /// How a row stands in time.
    pub grain: Grain,
    /// The partition: output columns, at least one, never null.
    pub by: Vec<String>,
    /// Further named columns.
    pub dims: Vec<String>,
    /// Dimensions that a choice field hands on unchanged, with the values it can take.
    pub choices: BTreeMap<String, Vec<String>>,
    /// Whether rows name a person.
    pub has_person: bool,
    /// Whether rows carry a quantity.
    pub has_qty: bool,
    /// For each kind or list that is read, the fields that carry the partition.
    pub keys: Vec<Key>,
    /// What this is the running balance of: its rows are stretches of days, by [`SIDE`](crate::SIDE), and none at zero.
    pub balance_of: Option<Balance>,
    /// The evidence itself.
    pub sql: Sql,
}

/// How a row stands in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grain {
    /// Column `day`.
    Event,
    /// Columns `since` and `until` (exclusive, null while it holds).
    Interval,
}

/// Where a kind carries the partition of a row set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// The kind by id.
    pub kind: String,
    /// The list field, where the lines of a list are read.
    pub child: Option<String>,
    /// For each column of `by` the columns that may carry it: `[["from_unit", "to_unit"]]`.
    pub fields: Vec<Vec<String>>,
}

impl Key {
    /// Lists every combination of columns that make a key: one column per column of `by`.
    ///
    /// The keys that a record version touches are the values of these columns (null makes no key).
    pub fn combinations(&self) -> Vec<Vec<&str>> {
        let start = vec![Vec::new()];
        self.fields.iter().fold(start, |made, alternatives| {
            made.iter()
                .flat_map(|head| {
                    alternatives.iter().map(move |field| {
                        let mut next: Vec<&str> = head.clone();
                        next.push(field);
                        next
                    })
                })
                .collect()
        })
    }
}

impl RowSet {
    /// Lists the columns of evidence in order: record_id, unit, person, qty, dimensions, day or since and until.
    pub fn columns(&self) -> Vec<&str> {
        let mut columns = vec!["record_id", "unit"];
        columns.extend(self.has_person.then_some("person"));
        columns.extend(self.has_qty.then_some("qty"));
        columns.extend(self.dims.iter().map(String::as_str));
        columns.extend(self.grain.columns());
        columns
    }

    /// Says whether the evidence reads a kind, or a list of it.
    pub fn reads_kind(&self, kind: &str) -> bool {
        self.keys.iter().any(|k| k.kind == kind)
    }
}

impl Grain {
    /// Names the columns that date a row.
    pub fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Event => &["day"],
            Self::Interval => &["since", "until"],
        }
    }
}

/// Reads `rowsets/<stem>.toml` and its SQL.
pub(crate) fn read(
    toml: Place<'_>,
    sql: Option<Place<'_>>,
    fragments: &Fragments,
    names: &Names<'_>,
    stem: &str,
) -> Option<RowSet> {
    let about = toml.about("#");
    let root = toml.parse()?;
    let keys = Keys::root(toml, &root);
    if !keys.has("grain") {
        keys.missing("grain", "\"event\", or \"interval\"");
    }
    let grain = keys.one_of(
        "grain",
        &[("event", Grain::Event), ("interval", Grain::Interval)],
    );
    if !keys.has("by") {
        keys.missing(
            "by",
            "\"unit\", or \"person\", \"record_id\", a dimension, or a list of them",
        );
    }
    let by = keys.texts("by");
    if by.as_ref().is_some_and(Vec::is_empty) {
        let hint = Some("name at least one column".to_owned());
        keys.fault("by", "\"by\" is empty", hint);
    }
    let by = by.filter(|by| !by.is_empty());
    let dims = keys.texts("dims").unwrap_or_default();
    check_dims(&keys, &dims);
    let Some(sql) = sql else {
        let hint = Some(format!("write rowsets/{stem}.sql"));
        toml.fault(None, "a row set without its SQL", hint);
        keys.get("key");
        keys.finish();
        return None;
    };
    sql.about("--");
    let expanded = fragment::expand(sql.text, fragments);
    let page = expanded
        .as_ref()
        .and_then(|text| fragment::page(sql, text, sql.faults));
    let sql = page.as_ref().map_or(sql, |page| page.place(sql.faults));
    let parsed = sql::parse(sql, true);
    let (Some(grain), Some(by), Some(parsed)) = (grain, by, parsed) else {
        keys.get("key");
        keys.finish();
        return None;
    };
    let reads = resolve(sql, names, &parsed.tables);
    let has = |name: &str| parsed.columns.iter().any(|c| c == name);
    let mut row_set = RowSet {
        id: format!("{}.{stem}", names.own.id),
        pack: names.own.id.clone(),
        stem: stem.to_owned(),
        table: format!("row_{}_{stem}", names.own.id),
        about,
        grain,
        by,
        dims,
        has_person: has("person"),
        has_qty: has("qty"),
        keys: Vec::new(),
        choices: BTreeMap::new(),
        balance_of: None,
        sql: Sql {
            file: sql.file.to_owned(),
            text: sql.text.to_owned(),
            reads,
            columns: parsed.columns,
            ties: parsed.ties,
            origins: parsed.origins,
            balance: parsed.balance,
            single: parsed.single,
            candidate_end: parsed.candidate_end,
        },
    };
    check_columns(sql, &row_set);
    for column in &row_set.by {
        let named = matches!(column.as_str(), "record_id" | "unit")
            || (column == "person" && row_set.has_person);
        if !named && !row_set.dims.contains(column) {
            let known = ["record_id", "unit", "person"]
                .into_iter()
                .chain(row_set.dims.iter().map(String::as_str));
            keys.fault(
                "by",
                format!("\"by\" names no column \"{column}\""),
                near(column, known),
            );
        }
    }
    row_set.choices = choices(&row_set, names);
    row_set.keys = read_keys(&keys, names, &row_set);
    keys.finish();
    Some(row_set)
}

const TAKEN: &[&str] = &[
    "record_id",
    "unit",
    "person",
    "qty",
    "day",
    "since",
    "until",
    "added_seq",
    "removed_seq",
    "seq",
];

fn check_dims(keys: &Keys<'_, '_>, dims: &[String]) {
    for (i, dim) in dims.iter().enumerate() {
        let (message, hint) = if TAKEN.contains(&dim.as_str()) {
            (
                format!("dimension \"{dim}\" is a column anyway"),
                "leave it out of dims",
            )
        } else if !is_stem(dim) || sql::is_reserved(dim) {
            (
                format!("dimension \"{dim}\" is no plain name"),
                "use snake_case and no word of SQL",
            )
        } else if dims[..i].contains(dim) {
            (format!("dimension \"{dim}\" stands twice"), "name it once")
        } else {
            continue;
        };
        keys.fault("dims", message, Some(hint.to_owned()));
    }
}

fn resolve(sql: Place<'_>, names: &Names<'_>, tables: &[(String, usize)]) -> Vec<Read> {
    let known = names.tables();
    let row_sets = names.row_sets();
    tables
        .iter()
        .filter_map(|(name, line)| {
            if let Some(source) = known.get(name) {
                return Some(Read {
                    name: name.clone(),
                    source: source.clone(),
                });
            }
            let (message, hint) = if row_sets.contains_key(name) {
                (
                    format!("a row set reads the row set \"{name}\""),
                    Some("read the kinds it is made of".to_owned()),
                )
            } else {
                (
                    format!("no kind has the table \"{name}\" in this pack or those it uses"),
                    near(name, known.keys().map(String::as_str)),
                )
            };
            sql.fault(*line, message, hint);
            None
        })
        .collect()
}

fn choices(row_set: &RowSet, names: &Names<'_>) -> BTreeMap<String, Vec<String>> {
    let of = |dim: &String| {
        let (table, column) = row_set.sql.origins.get(dim)?;
        let field = match &names.tables().remove(table)? {
            Source::Kind(kind) => names.kind(kind)?.field(column)?,
            Source::Child { kind, field } => {
                let lines = names.kind(kind)?.field(field)?.rows()?;
                lines.iter().find(|f| f.name == *column)?
            }
            _ => return None,
        };
        match &field.ty {
            FieldType::Choice(of) => Some((dim.clone(), of.clone())),
            _ => None,
        }
    };
    row_set.dims.iter().filter_map(of).collect()
}

fn check_columns(sql: Place<'_>, row_set: &RowSet) {
    let wanted = row_set.columns();
    let found = &row_set.sql.columns;
    for column in &wanted {
        if !found.iter().any(|c| c == column) {
            let hint = Some(format!("select {}", wanted.join(", ")));
            sql.fault(
                None,
                format!("the evidence has no column \"{column}\""),
                hint,
            );
        }
    }
    for column in found {
        if !wanted.contains(&column.as_str()) {
            let hint = Some(format!("leave it out, or add \"{column}\" to dims"));
            sql.fault(
                None,
                format!("the evidence has a column \"{column}\" that nobody declares"),
                hint,
            );
        }
    }
}

fn read_keys(keys: &Keys<'_, '_>, names: &Names<'_>, row_set: &RowSet) -> Vec<Key> {
    let table = keys.table("key");
    let entries = table.as_ref().map(Keys::entries).unwrap_or_default();
    let mut named = Vec::new();
    for (name, line, value) in entries {
        let (kind, child) = name
            .split_once("__")
            .map_or((name, None), |(kind, child)| (kind, Some(child)));
        let id = names.id(kind);
        let read = row_set
            .sql
            .reads
            .iter()
            .find(|r| source_is(&r.source, &id, child));
        let fields = key_fields(value.get_ref(), row_set.by.len());
        if read.is_none() {
            let shown: Vec<String> = row_set
                .sql
                .reads
                .iter()
                .filter_map(|r| key_name(&r.source, &row_set.pack))
                .collect();
            let hint = near(name, shown.iter().map(String::as_str));
            keys.place.fault(
                line,
                format!("[key] names \"{name}\", which the SQL does not read"),
                hint,
            );
        }
        match fields {
            Some(fields) => named.push((id, child.map(str::to_owned), line, fields)),
            None => {
                let hint = if row_set.by.len() == 1 {
                    "write a field, or a list of fields".to_owned()
                } else {
                    format!(
                        "write a list of {}: one field or list of fields per column of by",
                        row_set.by.len()
                    )
                };
                keys.place.fault(
                    line,
                    format!("the key of \"{name}\" does not fit \"by\""),
                    Some(hint),
                );
            }
        }
    }
    let mut all = Vec::new();
    for read in &row_set.sql.reads {
        let (kind, child) = match &read.source {
            Source::Kind(kind) => (kind.clone(), None),
            Source::Child { kind, field } => (kind.clone(), Some(field.clone())),
            _ => continue,
        };
        let given = named.iter().find(|(k, c, ..)| *k == kind && *c == child);
        let line = given.map_or(keys.line_of("by"), |(_, _, line, _)| *line);
        let fields = given.map_or_else(
            || row_set.by.iter().map(|b| vec![b.clone()]).collect(),
            |(.., fields)| fields.clone(),
        );
        let columns = names.columns(&read.source).unwrap_or_default();
        for field in fields.iter().flatten() {
            let shown = key_name(&read.source, &row_set.pack).unwrap_or_default();
            match columns.iter().find(|c| c.name == *field) {
                None => {
                    let hint = near(field, columns.iter().map(|c| c.name.as_str()))
                        .filter(|h| h.starts_with("did"))
                        .unwrap_or_else(|| {
                            format!("say under [key] which field carries it: {shown} = \"…\"")
                        });
                    keys.place.fault(
                        line,
                        format!("\"{shown}\" has no column \"{field}\" that could carry \"by\""),
                        Some(hint),
                    );
                }
                Some(c) if c.personal => {
                    let hint = Some("take a field that stands in clear".to_owned());
                    keys.place.fault(
                        line,
                        format!("the key of \"{shown}\" is the personal field \"{field}\""),
                        hint,
                    );
                }
                Some(_) => {}
            }
        }
        all.push(Key {
            kind,
            child,
            fields,
        });
    }
    all
}

fn source_is(source: &Source, id: &str, child: Option<&str>) -> bool {
    match source {
        Source::Kind(kind) => kind == id && child.is_none(),
        Source::Child { kind, field } => kind == id && child == Some(field),
        _ => false,
    }
}

/// The name under `[key]`: own kinds by stem, others by id, lists with `__<field>`.
fn key_name(source: &Source, pack: &str) -> Option<String> {
    let short = |kind: &str| match kind.split_once('.') {
        Some((p, stem)) if p == pack => stem.to_owned(),
        _ => format!("\"{kind}\""),
    };
    match source {
        Source::Kind(kind) => Some(short(kind)),
        Source::Child { kind, field } => Some(format!("{}__{field}", short(kind))),
        _ => None,
    }
}

/// Reads `"unit"`, `["a", "b"]` (alternatives) or, for several `by`, a list as long as it.
fn key_fields(value: &DeValue<'_>, by: usize) -> Option<Vec<Vec<String>>> {
    if by == 1
        && let Some(alternatives) = texts(value)
    {
        return (!alternatives.is_empty()).then(|| vec![alternatives]);
    }
    let list: Vec<Vec<String>> = value
        .as_array()?
        .iter()
        .map(|item| texts(item.get_ref()).filter(|t| !t.is_empty()))
        .collect::<Option<_>>()?;
    (list.len() == by).then_some(list)
}
