//! From a row of cells to the fields of a record: units by their names, persons by name, birth date and ID number.

use super::cells::{Grid, GridRow};
use super::layout::Layout;
use super::mapping::{Mapping, TODAY};
use super::spelling::{Written, plain, read_date, read_flag, read_number};
use crate::failure::Failure;
use serde_json::{Map, Value as Json};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use youju_base::id::check_code;
use youju_declare::{Field, FieldType, Kind, near};
use youju_ledger::ledger::Ledger;
use youju_ledger::names::{PERSON, UNIT};
use youju_ledger::persons::{Candidate, Clue, Match};
use youju_ledger::problem::Problem;
use youju_ledger::submit::Moment;
use youju_render::Words;
use youju_render::sheet::Entry;

/// A row as a record, as far as it could be read.
pub struct RowRead {
    /// Its line in the file.
    pub line: u32,
    /// The fields of the record.
    pub fields: Map<String, Json>,
    /// It belongs to an opening balance.
    pub opening: bool,
    /// What could not be read, under the heads of the sheet.
    pub problems: Vec<Problem>,
    /// Fields that were written to the month only.
    pub rounded: Vec<String>,
}

/// What reading needs to know beside the cells.
pub struct Context<'c> {
    /// The ledger.
    pub ledger: &'c Ledger,
    /// What each row is.
    pub kind: &'c Kind,
    /// What the heads mean.
    pub mapping: &'c Mapping,
    /// The words of choices.
    pub words: Words<'c>,
    /// What day it is.
    pub moment: &'c Moment,
}

/// Reads all rows of a sheet.
///
/// - Errors: only those of the ledger; what is wrong with a row stands in the row.
pub fn read_rows(
    context: &Context<'_>,
    grid: &Grid,
    layout: &Layout,
) -> Result<Vec<RowRead>, Failure> {
    let units = Units::new(context.ledger)?;
    let columns: Vec<(usize, String, &str)> = layout
        .heads
        .iter()
        .filter_map(|head| Some((head.column, head.text(), context.mapping.target(head)?)))
        .collect();
    let mut read: Vec<Row<'_>> = layout
        .body
        .iter()
        .map(|place| Row::new(&grid.rows[*place], &columns))
        .collect();
    for field in context
        .kind
        .fields
        .iter()
        .filter(|f| f.ty == FieldType::Person)
    {
        who(context, field, &mut read)?;
    }
    Ok(read
        .into_iter()
        .map(|row| row.finish(context, &units))
        .collect())
}

/// The cells of one row by what they mean.
struct Row<'g> {
    line: u32,
    /// Target → head and cell.
    cells: HashMap<&'g str, (&'g str, &'g Entry)>,
    /// Person field → code.
    persons: BTreeMap<String, String>,
    problems: Vec<Problem>,
}

impl<'g> Row<'g> {
    fn new(row: &'g GridRow, columns: &'g [(usize, String, &'g str)]) -> Self {
        let cells = columns
            .iter()
            .map(|(column, head, target)| (*target, (head.as_str(), row.cell(*column))))
            .collect();
        Self {
            line: row.line,
            cells,
            persons: BTreeMap::new(),
            problems: Vec::new(),
        }
    }

    fn cell(&self, target: &str) -> Option<(&'g str, &'g Entry)> {
        self.cells
            .get(target)
            .copied()
            .filter(|(_, cell)| !cell.is_blank())
    }

    /// What the row says of a person; a fault where a part cannot be read.
    fn described(&mut self, field: &str, is_kind_of_persons: bool) -> Clue {
        // The sheet that introduces persons has name and birth date as fields of their own.
        let (name, born) = match is_kind_of_persons {
            true => ("name".to_owned(), "birth_on".to_owned()),
            false => (field.to_owned(), format!("{field}.born")),
        };
        let name = self.cell(&name).map(|(_, cell)| cell.shown().to_owned());
        let born = self
            .cell(&born)
            .and_then(|(head, cell)| match read_date(cell) {
                Ok(written) => written.period(),
                Err((what, hint)) => {
                    // Of a sheet of persons it is said once more as a field.
                    if !is_kind_of_persons {
                        self.problems.push(Problem::new(head, what, hint));
                    }
                    None
                }
            });
        Clue {
            name,
            born,
            id_number: None,
        }
    }
}

/// Finds out who the rows mean in one field.
fn who(context: &Context<'_>, field: &Field, rows: &mut [Row<'_>]) -> Result<(), Failure> {
    let introduces = context.kind.id == PERSON;
    let mut asked: Vec<(usize, Clue)> = Vec::new();
    for (place, row) in rows.iter_mut().enumerate() {
        let said = row.cell(&field.name);
        if let Some(code) = said.and_then(|(_, cell)| code_in(cell.shown())) {
            row.persons.insert(field.name.clone(), code.to_owned());
            continue;
        }
        let number = match introduces {
            true => row.cell("id_hash.number"),
            false => row.cell(&format!("{}.id_number", field.name)),
        };
        let mut described = row.described(&field.name, introduces);
        if let Some((head, cell)) = number {
            match id_number(cell) {
                Ok(number) => described.id_number = Some(number),
                Err((what, hint)) => row.problems.push(Problem::new(head, what, hint)),
            }
        }
        if described != Clue::default() && row.problems.is_empty() {
            asked.push((place, described));
        }
    }
    let descriptions: Vec<Clue> = asked.iter().map(|(_, d)| d.clone()).collect();
    let matches = context.ledger.match_persons(&descriptions)?;
    for ((place, described), found) in asked.into_iter().zip(matches) {
        let row = &mut rows[place];
        let head = row
            .cell(&field.name)
            .map_or(field.name.as_str(), |(head, _)| head)
            .to_owned();
        match found {
            Match::One(candidate) => {
                row.persons.insert(field.name.clone(), candidate.person);
            }
            Match::Nobody if introduces => {
                if let Some(code) = context.ledger.new_person_code(&described) {
                    row.persons.insert(field.name.clone(), code);
                }
            }
            Match::Nobody => row.problems.push(Problem::new(
                head,
                format!(
                    "the ledger knows no \"{}\" with these particulars",
                    described.name.unwrap_or_default()
                ),
                "enter the person first with a sheet of core.person, or put the particulars right",
            )),
            Match::Ask(candidates) => row.problems.push(Problem::new(
                head,
                match described.born {
                    None if described.id_number.is_none() => {
                        "a name alone does not say who is meant"
                    }
                    _ => "it cannot be told who is meant",
                },
                format!("write the code of one of {}", listed(&candidates)),
            )),
        }
    }
    Ok(())
}

fn listed(candidates: &[Candidate]) -> String {
    let one = |c: &Candidate| {
        let birth_on = c.birth_on.map(|day| day.to_string());
        let parts = [Some(c.person.clone()), c.name.clone(), birth_on];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    };
    let mut shown: Vec<String> = candidates.iter().take(5).map(one).collect();
    if candidates.len() > shown.len() {
        shown.push("…".into());
    }
    shown.join("、")
}

/// A code alone, or behind a name: `p-1`, `示例甲 p-1`, `示例甲（p-1）`.
fn code_in(text: &str) -> Option<&str> {
    let text = text.trim().trim_end_matches([')', '）']);
    let last = text
        .rsplit(['(', '（', ' ', '\u{3000}'])
        .next()
        .unwrap_or(text)
        .trim();
    let is_code = check_code(last, "code").is_ok()
        && last.is_ascii()
        && !last.bytes().all(|b| b.is_ascii_alphabetic());
    is_code.then_some(last)
}

/// An ID number: 15 or 18 characters that the sheet has kept as text.
fn id_number(cell: &Entry) -> Result<String, (String, String)> {
    let text = plain(cell.shown()).to_uppercase();
    if matches!(cell, Entry::Number(n) if n.len() > 15) {
        return Err((
            "a number of this length loses its last digits in a spreadsheet".into(),
            "format the column as text and enter it again".into(),
        ));
    }
    let digits = text.strip_suffix('X').unwrap_or(&text);
    let right = matches!(text.len(), 15 | 18) && digits.bytes().all(|b| b.is_ascii_digit());
    match right {
        true => Ok(text),
        // The number itself is not repeated in what is said about it.
        false => Err((
            "is no ID number of 18 characters".into(),
            "check the digits".into(),
        )),
    }
}

impl Row<'_> {
    fn finish(mut self, context: &Context<'_>, units: &Units) -> RowRead {
        let mut fields = Map::new();
        let mut rounded = Vec::new();
        for field in &context.kind.fields {
            let constant = context.mapping.constants.get(&field.name);
            if field.ty == FieldType::Person
                && let Some(code) = self.persons.remove(&field.name)
            {
                fields.insert(field.name.clone(), code.into());
                continue;
            }
            if field.content == "id_hash"
                && let Some((_, cell)) = self.cell(&format!("{}.number", field.name))
            {
                if let Ok(number) = id_number(cell) {
                    fields.insert(field.name.clone(), context.ledger.id_hash(&number).into());
                }
                continue;
            }
            let fixed = constant.map(|text| match text.as_str() {
                TODAY if field.ty == FieldType::Date => {
                    Entry::Day(context.moment.today.to_string())
                }
                text => Entry::text(text),
            });
            let (head, cell) = match (self.cell(&field.name), &fixed) {
                (Some((head, cell)), _) => (head, cell),
                (None, Some(fixed)) => (field.name.as_str(), fixed),
                (None, None) => continue,
            };
            // Who is meant was said above, or could not be told.
            if field.ty == FieldType::Person && fixed.is_none() {
                continue;
            }
            match value(context, field, cell, units) {
                Ok((json, is_rounded)) => {
                    if is_rounded {
                        rounded.push(head.to_owned());
                    }
                    fields.insert(field.name.clone(), json);
                }
                Err((what, hint)) => self.problems.push(Problem::new(head, what, hint)),
            }
        }
        let opening = match (
            self.cell("opening"),
            context.mapping.constants.get("opening"),
        ) {
            (Some((_, cell)), _) => read_flag(cell.shown()),
            (None, Some(text)) => read_flag(text),
            (None, None) => None,
        };
        RowRead {
            line: self.line,
            fields,
            opening: opening.unwrap_or(false),
            problems: self.problems,
            rounded,
        }
    }
}

/// Reads one cell as a field takes it; true where only a month was written.
fn value(
    context: &Context<'_>,
    field: &Field,
    cell: &Entry,
    units: &Units,
) -> Result<(Json, bool), (String, String)> {
    if let Entry::Fault(fault) = cell {
        return Err((
            format!("the formula failed: {fault}"),
            "put it right, or type the value".into(),
        ));
    }
    let shown = cell.shown();
    let own = context
        .mapping
        .words
        .get(&field.name)
        .and_then(|words| words.get(shown));
    if let Some(own) = own {
        return Ok((own.as_str().into(), false));
    }
    let json = match &field.ty {
        FieldType::Date => {
            let written = read_date(cell)?;
            let day = written.day().map(|day| day.to_string());
            return Ok((day.into(), matches!(written, Written::Month(..))));
        }
        FieldType::Choice(of) => choice(context, field, of, shown)?.into(),
        FieldType::Int { .. } => match read_number(shown).and_then(|n| n.parse::<i64>().ok()) {
            Some(n) => n.into(),
            None => {
                return Err((
                    format!("\"{shown}\" is no whole number"),
                    "write digits only".into(),
                ));
            }
        },
        FieldType::Decimal(_) | FieldType::Money => match read_number(shown) {
            Some(n) => n.into(),
            None => {
                return Err((
                    format!("\"{shown}\" is no number"),
                    "write digits, with a point where needed".into(),
                ));
            }
        },
        FieldType::Bool => match read_flag(shown) {
            Some(yes) => yes.into(),
            None => {
                return Err((
                    format!("\"{shown}\" is neither yes nor no"),
                    "write 是 or 否".into(),
                ));
            }
        },
        FieldType::Unit if context.kind.id == UNIT && field.name == "unit" => plain(shown).into(),
        FieldType::Unit => units.code(shown)?.into(),
        FieldType::Person | FieldType::Record(_) => plain(shown).into(),
        FieldType::Text if field.content == "name" => plain(shown).into(),
        FieldType::Text => shown.into(),
        FieldType::Rows(_) | FieldType::Derived(_) => Json::Null,
    };
    Ok((json, false))
}

fn choice(
    context: &Context<'_>,
    field: &Field,
    of: &[String],
    shown: &str,
) -> Result<String, (String, String)> {
    let label = |value: &String| context.words.choice(&context.kind.id, &field.name, value);
    let text = plain(shown);
    let labels: Vec<(String, String)> = of
        .iter()
        .map(|value| {
            (
                value.clone(),
                label(value).map_or_else(|| value.clone(), |l| plain(&l)),
            )
        })
        .collect();
    let is = |(value, label): &&(String, String)| *value == text || *label == text;
    let exact = labels.iter().find(is);
    let mut like = labels.iter().filter(|(_, label)| {
        text.chars().count() >= 2 && (label.contains(&text) || text.contains(label.as_str()))
    });
    let found = exact.or_else(|| like.next().filter(|_| like.next().is_none()));
    found.map(|(value, _)| value.clone()).ok_or_else(|| {
        let labels: Vec<&str> = labels.iter().map(|(_, label)| label.as_str()).collect();
        (
            format!("\"{shown}\" is no choice here"),
            format!("choose one of {}", labels.join(", ")),
        )
    })
}

/// Units by their codes and names.
struct Units {
    by_name: HashMap<String, BTreeSet<String>>,
}

impl Units {
    fn new(ledger: &Ledger) -> Result<Self, Failure> {
        let mut by_name: HashMap<String, BTreeSet<String>> = HashMap::new();
        for unit in ledger.unit_names()? {
            for name in unit
                .names
                .iter()
                .map(|n| plain(n))
                .chain([unit.code.clone()])
            {
                by_name.entry(name).or_default().insert(unit.code.clone());
            }
        }
        Ok(Self { by_name })
    }

    fn code(&self, shown: &str) -> Result<String, (String, String)> {
        // Lists that we write have the code behind the name.
        let behind = shown.rsplit([' ', '\u{3000}']).next().unwrap_or(shown);
        let both = shown.trim_end_matches(behind);
        let name = plain(shown);
        let found = self.by_name.get(&name).or_else(|| {
            let code = self.by_name.get(behind)?;
            let named = self.by_name.get(&plain(both))?;
            named.is_superset(code).then_some(code)
        });
        let codes: Vec<&str> = found.into_iter().flatten().map(String::as_str).collect();
        match codes.as_slice() {
            [only] => Ok((*only).to_owned()),
            [] => {
                let names = self
                    .by_name
                    .keys()
                    .filter(|name| !name.is_ascii())
                    .map(String::as_str);
                let hint = near(&name, names)
                    .unwrap_or_else(|| "write the name or code of a unit of the ledger".into());
                Err((format!("there is no unit \"{shown}\""), hint))
            }
            several => Err((
                format!("several units are called \"{shown}\""),
                format!("write the code of one of {}", several.join(", ")),
            )),
        }
    }
}
