//! What may be recorded: kinds, their fields, and an example of each. And what packs there are.

use crate::answer::Answer;
use crate::layout::{columns, labelled};
use crate::row::Cell;
use crate::table::{ColumnKind, Table};
use crate::words::Words;
use serde::{Serialize, Serializer};
use serde_json::{Value as Json, json};
use youju_declare::{Field, FieldType, Hardness, Kind, Packs};

/// All kinds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Kinds {
    /// By pack.
    pub packs: Vec<PackKinds>,
}

/// The kinds of one pack.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PackKinds {
    /// The pack's id.
    pub pack: String,
    /// The pack's title.
    pub title: String,
    /// Its kinds.
    pub kinds: Vec<Named>,
}

/// An id with its title.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Named {
    /// `members.application`.
    pub id: String,
    /// Its title in the language asked for.
    pub title: String,
}

impl Kinds {
    /// Lists the kinds of all packs.
    pub fn new(words: &Words<'_>) -> Self {
        let named = |kind: &Kind| Named {
            id: kind.id.clone(),
            title: words.kind(&kind.id),
        };
        let packs = words.packs().packs.iter().map(|pack| PackKinds {
            pack: pack.id.clone(),
            title: words.pack(&pack.id),
            kinds: pack.kinds.iter().map(named).collect(),
        });
        Self {
            packs: packs.collect(),
        }
    }
}

impl Answer for Kinds {
    fn text(&self, words: &Words<'_>) -> String {
        let mut rows = Vec::new();
        for pack in &self.packs {
            for (i, kind) in pack.kinds.iter().enumerate() {
                let title = if i == 0 {
                    pack.title.clone()
                } else {
                    String::new()
                };
                rows.push(vec![title, kind.id.clone(), kind.title.clone()]);
            }
        }
        format!("{}\n{}", columns(&rows, &[], 0), words.get("kinds.next"))
    }

    fn table(&self, words: &Words<'_>) -> Option<Table> {
        let mut table = Table::new(words.get("kinds.title"))
            .column(words.get("pack.id"), ColumnKind::Text)
            .column(words.get("table.kind"), ColumnKind::Text)
            .column(words.get("table.code"), ColumnKind::Text);
        for pack in &self.packs {
            table.rows.extend(pack.kinds.iter().map(|kind| {
                [&pack.title, &kind.title, &kind.id]
                    .map(|t| Cell::Text(t.clone()))
                    .into()
            }));
        }
        Some(table)
    }
}

/// One kind.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OneKind {
    /// `members.application`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What one record is.
    pub about: String,
    /// `event` or `interval`.
    pub time: &'static str,
    /// What the records are for.
    pub purpose: String,
    /// Their legal basis.
    pub basis: String,
    /// When they go.
    pub keep: String,
    /// The fields that are asked.
    pub fields: Vec<Asked>,
    /// The dates that are calculated.
    pub derived: Vec<Named>,
    /// The rules that judge it.
    pub rules: Vec<Judges>,
    /// A whole record.
    pub example: Example,
}

/// A field that is asked.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Asked {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// `text`, `choice`, `int`, …
    #[serde(rename = "type")]
    pub ty: &'static str,
    /// Whether a record must have it.
    pub required: bool,
    /// Sealed in the journal.
    pub sealed: bool,
    /// The choices.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub of: Vec<Named>,
    /// The fields of each line of a list.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<Asked>,
}

/// A rule that judges a kind.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Judges {
    /// `members.talked_to_first`.
    pub id: String,
    /// H, S, W, L, D.
    pub hardness: &'static str,
    /// What it says.
    pub about: String,
    /// Where it is written.
    pub instrument: String,
    /// Its article.
    pub article: String,
    /// Where its instrument is abolished, so that it is off.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub off: Vec<Off>,
}

/// Where a rule is off, because its instrument is abolished there.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Off {
    /// The unit; it is off in all below too.
    pub unit: String,
    /// How the unit is called.
    pub unit_name: String,
    /// First day on which it is off.
    pub since: String,
}

impl OneKind {
    /// Describes a kind; `off` gives where an instrument is abolished.
    pub fn new(kind: &Kind, words: &Words<'_>, off: impl Fn(&str) -> Vec<Off>) -> Self {
        let judges = |rule: &youju_declare::Rule| Judges {
            id: rule.id.clone(),
            hardness: rule.hardness.letter(),
            about: rule.about.clone(),
            instrument: rule.basis.instrument.clone(),
            article: rule.basis.article.clone(),
            off: off(&rule.basis.instrument),
        };
        Self {
            id: kind.id.clone(),
            title: words.kind(&kind.id),
            about: kind.about.clone(),
            time: if kind.time.is_interval() {
                "interval"
            } else {
                "event"
            },
            purpose: kind.purpose.clone(),
            basis: kind.basis.clone(),
            keep: kind.keep.clone(),
            fields: asked(kind, "", &kind.fields, words),
            derived: kind
                .fields
                .iter()
                .filter(|f| f.derive().is_some())
                .map(|f| Named {
                    id: f.name.clone(),
                    title: words.field(&kind.id, &f.name),
                })
                .collect(),
            rules: words.packs().rules_for(&kind.id).map(judges).collect(),
            example: Example::new(kind, words.packs()),
        }
    }
}

fn asked(kind: &Kind, path: &str, fields: &[Field], words: &Words<'_>) -> Vec<Asked> {
    let one = |field: &Field| {
        let path = format!("{path}{}", field.name);
        let of = match &field.ty {
            FieldType::Choice(of) => of.as_slice(),
            _ => &[],
        };
        Asked {
            name: field.name.clone(),
            title: words.field(&kind.id, &path),
            ty: field.ty.word(),
            required: field.required,
            sealed: field.personal || field.private,
            of: of
                .iter()
                .map(|value| Named {
                    id: value.clone(),
                    title: words.choice(&kind.id, &path, value).unwrap_or_default(),
                })
                .collect(),
            lines: asked(
                kind,
                &format!("{path}."),
                field.rows().unwrap_or_default(),
                words,
            ),
        }
    };
    fields
        .iter()
        .filter(|f| f.derive().is_none())
        .map(one)
        .collect()
}

/// A whole record of a kind with made-up values: every required field, and those the pack wants shown, in the order of the form.
#[derive(Debug, Clone, PartialEq)]
pub struct Example(Vec<(String, Json)>);

impl Example {
    /// Makes one up.
    pub fn new(kind: &Kind, packs: &Packs) -> Self {
        let required = |fields: &[Field]| -> Vec<(String, Json)> {
            let fields = fields.iter().filter(|f| f.required || f.example);
            fields
                .map(|f| (f.name.clone(), sample(kind, f, packs)))
                .collect()
        };
        let mut object = vec![("kind".to_owned(), json!(kind.id))];
        object.extend(required(&kind.fields));
        Self(object)
    }

    /// Gives the value of a field as a text; empty where the field may be left out.
    pub fn value(&self, field: &str) -> String {
        match self.0.iter().find(|(name, _)| name == field) {
            Some((_, Json::String(text))) => text.clone(),
            Some((_, other)) => other.to_string(),
            None => String::new(),
        }
    }
}

impl Serialize for Example {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

impl Answer for Example {
    fn text(&self, _: &Words<'_>) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }
}

fn sample(kind: &Kind, field: &Field, packs: &Packs) -> Json {
    match &field.ty {
        FieldType::Choice(of) => json!(of.first()),
        FieldType::Int { min, .. } => json!(min.unwrap_or(1).max(1)),
        FieldType::Decimal(0) => json!("1"),
        FieldType::Decimal(places) => json!(format!("1.{}", "0".repeat(*places as usize))),
        FieldType::Money => json!("1000.00"),
        FieldType::Date if kind.time.until() == Some(&field.name) => json!("2022-12-31"),
        FieldType::Date if field.content == "birth_date" => json!("1990-05-04"),
        FieldType::Date => json!("2022-03-04"),
        FieldType::Unit if field.name == "unit" => json!("office.b03"),
        FieldType::Unit => json!("office"),
        FieldType::Person if field.name == "person" => json!("p-0012"),
        FieldType::Person => json!("p-0013"),
        FieldType::Record(_) => json!("0190a1b2-0000-7000-8000-000000000001"),
        FieldType::Text => match field.content.as_str() {
            // Only a local rule is there to be turned on.
            "rule" => {
                let local = packs.rules().find(|r| r.hardness == Hardness::Local);
                json!(local.or_else(|| packs.rules().next()).map(|rule| &rule.id))
            }
            "register" => json!(packs.indicators().next().map(|i| &i.row_set)),
            "indicator" => json!(packs.indicators().next().map(|i| &i.id)),
            "cadence" => json!(packs.cadences().next().map(|c| &c.id)),
            "document" => json!("示例文〔2022〕1号"),
            _ => json!("示例"),
        },
        FieldType::Bool => json!(false),
        FieldType::Rows(fields) => {
            let line = fields.iter().filter(|f| f.required || f.example);
            let line: serde_json::Map<String, Json> = line
                .map(|f| (f.name.clone(), sample(kind, f, packs)))
                .collect();
            json!([line])
        }
        FieldType::Derived(_) => Json::Null,
    }
}

impl Answer for OneKind {
    fn text(&self, words: &Words<'_>) -> String {
        let mut parts = vec![
            format!("{}  {}", self.title, self.id),
            format!("  {}", self.about),
        ];
        parts.push(String::new());
        let mut rows = Vec::new();
        rows_of(&self.fields, "  ", &mut rows, words);
        parts.push(columns(&rows, &[], 0));
        if !self.derived.is_empty() {
            let derived: Vec<&str> = self.derived.iter().map(|d| d.title.as_str()).collect();
            let derived = words.list(&derived);
            parts.push(format!(
                "  {}",
                words.fill("kind.derived", &[("fields", &derived)])
            ));
        }
        if !self.rules.is_empty() {
            parts.push(format!("\n{}", words.get("kind.rules")));
            let rules = self.rules.iter().map(|rule| {
                let hardness = words.get(&format!("hardness.{}", rule.hardness));
                let article = match rule.article.as_str() {
                    "unknown" => String::new(),
                    known => known.to_owned(),
                };
                let off = rule.off.iter().map(|off| {
                    let slots = [("unit", &off.unit_name as _), ("day", &off.since as _)];
                    format!("  {}", words.fill("kind.off", &slots))
                });
                let off: String = off.collect();
                vec![
                    hardness,
                    rule.id.clone(),
                    format!("《{}》{article}{off}", rule.instrument),
                ]
            });
            parts.push(columns(&rules.collect::<Vec<_>>(), &[], 2));
        }
        parts.push(String::new());
        let labels = ["purpose", "basis", "keep"].map(|key| words.get(&format!("kind.{key}")));
        let gutter = labels.iter().map(|l| crate::layout::width(l)).max();
        for (label, text) in labels.iter().zip([&self.purpose, &self.basis, &self.keep]) {
            parts.push(labelled(
                label,
                gutter.unwrap_or(0),
                text,
                crate::layout::LINE,
            ));
        }
        parts.push(format!(
            "\n{}",
            serde_json::to_string(&self.example).unwrap_or_default()
        ));
        parts.join("\n")
    }

    /// Its fields, those of lists behind their list.
    fn table(&self, words: &Words<'_>) -> Option<Table> {
        let heads = [
            "table.field",
            "table.code",
            "table.type",
            "table.required",
            "table.choices",
        ];
        let mut table = Table::new(format!("{}  {}", self.title, self.id));
        for key in heads {
            table = table.column(words.get(key), ColumnKind::Text);
        }
        let mut fields: Vec<(String, &Asked)> = Vec::new();
        for field in &self.fields {
            fields.push((field.name.clone(), field));
            let lines = field.lines.iter();
            fields.extend(lines.map(|line| (format!("{}.{}", field.name, line.name), line)));
        }
        table.rows = fields
            .into_iter()
            .map(|(path, field)| {
                let required = if field.required {
                    "bool.true"
                } else {
                    "bool.false"
                };
                let of = field.of.iter().map(|c| format!("{} {}", c.id, c.title));
                let of: Vec<String> = of.map(|text| text.trim().to_owned()).collect();
                let cells = [
                    field.title.clone(),
                    path,
                    words.get(&format!("type.{}", field.ty)),
                    words.get(required),
                    words.list(&of),
                ];
                cells.map(Cell::Text).into()
            })
            .collect();
        Some(table.stamp(words.get("kind.basis"), self.basis.as_str()))
    }
}

fn rows_of(fields: &[Asked], indent: &str, rows: &mut Vec<Vec<String>>, words: &Words<'_>) {
    for field in fields {
        let mark = if field.required { "*" } else { " " };
        let of: Vec<String> = field
            .of
            .iter()
            .map(|choice| format!("{} {}", choice.id, choice.title).trim().to_owned())
            .collect();
        let sealed = match field.sealed {
            true => words.get("kind.sealed"),
            false => String::new(),
        };
        let more = [words.list(&of), sealed];
        let more: Vec<&str> = more
            .iter()
            .map(String::as_str)
            .filter(|t| !t.is_empty())
            .collect();
        rows.push(vec![
            format!("{indent}{mark} {}", field.name),
            field.title.clone(),
            words.get(&format!("type.{}", field.ty)),
            more.join("  "),
        ]);
        rows_of(&field.lines, &format!("{indent}    "), rows, words);
    }
}

/// The packs of a binary, a folder or a ledger.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PackList {
    /// In order of use.
    pub packs: Vec<PackLine>,
}

/// One pack.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PackLine {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Packs it uses.
    pub uses: Vec<String>,
    /// Day of its review against the list of person fields; null = not reviewed.
    pub reviewed: Option<String>,
    /// Numbers of kinds, rules, row sets, indicators, cadences and cases.
    pub kinds: usize,
    /// See `kinds`.
    pub rules: usize,
    /// See `kinds`.
    pub rowsets: usize,
    /// See `kinds`.
    pub indicators: usize,
    /// See `kinds`.
    pub cadences: usize,
    /// See `kinds`.
    pub cases: usize,
    /// Texts without Tibetan.
    pub missing_bo: usize,
}

impl PackList {
    /// Lists packs.
    pub fn new(words: &Words<'_>) -> Self {
        let all = words.packs();
        let line = |pack: &youju_declare::Pack| {
            let own = format!("{}:", pack.id);
            PackLine {
                id: pack.id.clone(),
                title: words.pack(&pack.id),
                uses: pack.uses.clone(),
                reviewed: pack.reviewed.map(|day| day.to_string()),
                kinds: pack.kinds.len(),
                rules: pack.rules.len(),
                rowsets: pack.row_sets.len(),
                indicators: pack.indicators.len(),
                cadences: pack.cadences.len(),
                cases: pack.cases.len(),
                missing_bo: all
                    .missing_bo
                    .iter()
                    .filter(|key| key.starts_with(&own))
                    .count(),
            }
        };
        Self {
            packs: all.packs.iter().map(line).collect(),
        }
    }
}

impl Answer for PackList {
    fn text(&self, words: &Words<'_>) -> String {
        let heads = [
            "id",
            "title",
            "kinds",
            "rules",
            "rowsets",
            "indicators",
            "cadences",
            "cases",
            "bo",
            "reviewed",
        ];
        let mut rows = vec![heads.map(|key| words.get(&format!("pack.{key}"))).to_vec()];
        rows.extend(self.packs.iter().map(|pack| {
            let numbers = [
                pack.kinds,
                pack.rules,
                pack.rowsets,
                pack.indicators,
                pack.cadences,
                pack.cases,
                pack.missing_bo,
            ];
            let mut row = vec![pack.id.clone(), pack.title.clone()];
            row.extend(numbers.map(|n| n.to_string()));
            row.push(
                pack.reviewed
                    .clone()
                    .unwrap_or_else(|| words.get("pack.not_reviewed")),
            );
            row
        }));
        columns(&rows, &[2, 3, 4, 5, 6, 7, 8], 0)
    }
}
