//! A list of people against a figure: both, only one, and who must be asked.

use crate::answer::Answer;
use crate::figure::Figure;
use crate::layout::columns;
use crate::row::Cell;
use crate::table::{ColumnKind, Table};
use crate::words::Words;
use serde::Serialize;
use youju_ledger::persons::{self, Trait};
use youju_ledger::roster;

/// Lines of a part that are shown as text.
const SHOWN: usize = 50;

/// A list compared with the persons of a figure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Roster {
    /// The figure.
    pub figure: Figure,
    /// How many persons its rows name.
    pub persons: u64,
    /// How many rows name nobody.
    pub nameless: u64,
    /// How many lines the list has.
    pub entries: u64,
    /// Lines without a name or number, which were passed over.
    pub passed_over: u64,
    /// How many are in both.
    pub both: u64,
    /// Persons of the figure who are candidates of a line that must be asked about.
    pub asked: u64,
    /// Lines of whom the figure counts nobody.
    pub only_list: Vec<Line>,
    /// Persons whom the figure counts and no line names.
    pub only_ledger: Vec<Held>,
    /// In both, under another unit.
    pub differing: Vec<Line>,
    /// Lines that may mean several, or whose only candidate is contradicted.
    pub ask: Vec<Line>,
    /// Lines that mean somebody whom an earlier line meant.
    pub twice: Vec<Line>,
}

/// A line of the list, with what the ledger says to it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Line {
    /// Its line in the file.
    pub line: u64,
    /// The name.
    pub name: Option<String>,
    /// The birth date, as far as the list gives it.
    pub born: Option<String>,
    /// The unit as the list calls it.
    pub unit: Option<String>,
    /// Who is or may be meant.
    pub candidates: Vec<Person>,
    /// Units under which the ledger has the person.
    pub ledger_units: Vec<String>,
    /// The earlier line that meant the same person.
    pub earlier: Option<u64>,
}

/// A person of the ledger.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Person {
    /// The code.
    pub person: String,
    /// The name; null after an erasure.
    pub name: Option<String>,
    /// The birth date; null after an erasure.
    pub birth_on: Option<String>,
    /// What agrees: `name`, `born`, `id_number`.
    pub agrees: Vec<&'static str>,
    /// What contradicts.
    pub differs: Vec<&'static str>,
}

/// Somebody whom only the figure counts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Held {
    /// The person.
    #[serde(flatten)]
    pub person: Person,
    /// Units of the figure's rows.
    pub units: Vec<String>,
    /// Their records.
    pub records: Vec<String>,
}

impl Roster {
    /// Takes over the ledger's comparison.
    pub fn new(found: &roster::Comparison, passed_over: u64, synthetic: bool) -> Self {
        Self {
            figure: Figure::new(&found.figure, synthetic),
            persons: found.persons,
            nameless: found.nameless,
            entries: found.entries,
            passed_over,
            both: found.both,
            asked: found.asked,
            only_list: found
                .only_list
                .iter()
                .map(|one| Line::new(&one.entry, one.known.as_slice()))
                .collect(),
            only_ledger: found
                .only_ledger
                .iter()
                .map(|held| Held {
                    person: Person::new(&held.person),
                    units: held.units.clone(),
                    records: held.records.clone(),
                })
                .collect(),
            differing: found
                .differing
                .iter()
                .map(|one| Line {
                    ledger_units: one.units.clone(),
                    ..Line::new(&one.entry, std::slice::from_ref(&one.person))
                })
                .collect(),
            ask: found
                .ask
                .iter()
                .map(|one| Line::new(&one.entry, &one.candidates))
                .collect(),
            twice: found
                .twice
                .iter()
                .map(|(entry, earlier)| Line {
                    earlier: Some(*earlier),
                    ..Line::new(entry, &[])
                })
                .collect(),
        }
    }
}

impl Line {
    fn new(entry: &roster::Entry, candidates: &[persons::Candidate]) -> Self {
        Self {
            line: entry.line,
            name: entry.clue.name.clone(),
            born: entry.clue.born.map(|span| match span.days() {
                1 => span.from.to_string(),
                2..=31 => format!("{:04}-{:02}", span.from.year(), span.from.month()),
                _ => span.from.year().to_string(),
            }),
            unit: entry.unit.clone(),
            candidates: candidates.iter().map(Person::new).collect(),
            ..Self::default()
        }
    }

    /// The line's own cells: number, name, birth date, unit.
    fn cells(&self) -> Vec<String> {
        let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "—".into());
        vec![
            self.line.to_string(),
            text(&self.name),
            text(&self.born),
            text(&self.unit),
        ]
    }
}

impl Person {
    fn new(candidate: &persons::Candidate) -> Self {
        let names = |traits: &[Trait]| traits.iter().map(|t| name(*t)).collect();
        Self {
            person: candidate.person.clone(),
            name: candidate.name.clone(),
            birth_on: candidate.birth_on.map(|day| day.to_string()),
            agrees: names(&candidate.agrees),
            differs: names(&candidate.differs),
        }
    }

    /// Code, name and birth date.
    fn row(&self) -> [Cell; 3] {
        let code = Cell::Text(self.person.clone());
        [code, text(&self.name), text(&self.birth_on)]
    }

    /// `p-0012 示例甲 1980-05-06`.
    fn text(&self) -> String {
        let parts = [
            Some(&self.person),
            self.name.as_ref(),
            self.birth_on.as_ref(),
        ];
        let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
        parts.join(" ")
    }
}

fn name(one: Trait) -> &'static str {
    match one {
        Trait::Name => "name",
        Trait::Born => "born",
        Trait::IdNumber => "id_number",
    }
}

impl Answer for Roster {
    fn text(&self, words: &Words<'_>) -> String {
        let mut parts = vec![format!(
            "{}  {}  {}",
            words.indicator(&self.figure.indicator),
            self.figure.printed(),
            self.figure.place(words)
        )];
        parts.push(self.sums(words));
        let known = |line: &Line| match line.candidates.first() {
            Some(person) => words.fill("roster.known", &[("person", &person.text())]),
            None => words.get("roster.unknown"),
        };
        let part =
            |key: &str, heads: &[&str], rows: Vec<Vec<String>>| part(words, key, heads, rows);
        let with = |lines: &[Line], more: &dyn Fn(&Line) -> Vec<String>| -> Vec<Vec<String>> {
            let row = |line: &Line| line.cells().into_iter().chain(more(line)).collect();
            lines.iter().map(row).collect()
        };
        let own = ["line", "name", "born", "unit"];
        let heads = |more: &'static str| [own[0], own[1], own[2], own[3], more];
        parts.extend(part(
            "only_list",
            &heads("in_ledger"),
            with(&self.only_list, &|line| vec![known(line)]),
        ));
        let held = self.only_ledger.iter().map(|held| {
            let units: Vec<String> = held.units.iter().map(|u| words.unit_and_code(u)).collect();
            let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "—".into());
            vec![
                held.person.person.clone(),
                text(&held.person.name),
                text(&held.person.birth_on),
                words.list(&units),
                held.records.join(" "),
            ]
        });
        parts.extend(part(
            "only_ledger",
            &["person", "name", "born", "unit", "record"],
            held.collect(),
        ));
        let units = |line: &Line| {
            let units = line.ledger_units.iter().map(|u| words.unit_and_code(u));
            vec![words.list(&units.collect::<Vec<_>>())]
        };
        parts.extend(part(
            "differing",
            &heads("ledger_unit"),
            with(&self.differing, &units),
        ));
        let asked = self.ask.iter().flat_map(|line| {
            let candidates = line.candidates.iter().enumerate().map(|(i, person)| {
                let mut row = if i == 0 {
                    line.cells()
                } else {
                    vec![String::new(); 4]
                };
                row.push(match traits(person, words) {
                    Some(traits) => words.join(&person.text(), &traits),
                    None => person.text(),
                });
                row
            });
            candidates.collect::<Vec<_>>()
        });
        parts.extend(part("ask", &heads("candidate"), asked.collect()));
        let earlier = |line: &Line| {
            let earlier = line.earlier.unwrap_or_default();
            vec![words.fill("roster.as_line", &[("line", &earlier)])]
        };
        parts.extend(part("twice", &heads("same"), with(&self.twice, &earlier)));
        if self.figure.synthetic {
            parts.push(format!("\n{}", words.get("synthetic.figure")));
        }
        parts.join("\n")
    }

    /// Each line and person that does not simply agree, with what was found; of several candidates each has a row.
    fn table(&self, words: &Words<'_>) -> Option<Table> {
        let word = |key: &str| words.get(&format!("roster.{key}"));
        let title = format!(
            "{}  {}",
            words.indicator(&self.figure.indicator),
            word("title")
        );
        let mut table = Table::new(title)
            .column(word("finding"), ColumnKind::Text)
            .column(word("line"), ColumnKind::Whole);
        for head in [
            "name",
            "born",
            "unit",
            "person",
            "own_name",
            "own_born",
            "ledger_unit",
            "record",
            "remark",
        ] {
            table = table.column(word(head), ColumnKind::Text);
        }
        let known = |line: &Line| match line.candidates.is_empty() {
            true => word("unknown"),
            false => String::new(),
        };
        let units = |units: &[String]| {
            let named: Vec<String> = units.iter().map(|u| words.unit_and_code(u)).collect();
            words.list(&named)
        };
        let parts: [(&str, &[Line]); 4] = [
            ("only_list", &self.only_list),
            ("differing", &self.differing),
            ("ask", &self.ask),
            ("twice", &self.twice),
        ];
        for (key, lines) in parts {
            for line in lines {
                let remark = match line.earlier {
                    Some(earlier) => words.fill("roster.as_line", &[("line", &earlier)]),
                    None => known(line),
                };
                // A line without a candidate has one row all the same.
                let candidates = line.candidates.iter().map(Some);
                let nobody = line.candidates.is_empty().then_some(None);
                for person in candidates.chain(nobody) {
                    let traits = person.and_then(|person| traits(person, words));
                    let mut row = vec![Cell::Text(word(key)), whole(line.line)];
                    row.extend([&line.name, &line.born, &line.unit].map(text));
                    row.extend(person.map_or([Cell::Null, Cell::Null, Cell::Null], Person::row));
                    row.push(filled(units(&line.ledger_units)));
                    row.push(Cell::Null);
                    let said = if key == "ask" { traits.as_ref() } else { None };
                    row.push(filled(said.unwrap_or(&remark).trim().to_owned()));
                    table.rows.push(row);
                }
            }
            if key == "only_list" {
                table.rows.extend(self.only_ledger.iter().map(|held| {
                    let mut row = vec![Cell::Text(word("only_ledger")), Cell::Null];
                    row.extend([Cell::Null, Cell::Null, Cell::Null]);
                    row.extend(held.person.row());
                    row.push(filled(units(&held.units)));
                    row.push(filled(held.records.join(" ")));
                    row.push(Cell::Null);
                    row
                }));
            }
        }
        let lines = words.fill("roster.lines", &[("n", &self.entries)]);
        let table = table
            .stamp(word("list"), lines)
            .stamp(word("both"), self.both.to_string());
        Some(self.figure.stamp(table, words))
    }
}

impl Roster {
    /// Both sides as sums of the same parts.
    fn sums(&self, words: &Words<'_>) -> String {
        let n = |n: usize| n.to_string();
        let cell = |key: &str| words.get(&format!("roster.{key}"));
        let row = |key: &str, list: String, ledger: String| vec![cell(key), list, ledger];
        let none = String::new;
        let mut rows = vec![
            vec![none(), cell("list"), cell("ledger")],
            row("both", self.both.to_string(), self.both.to_string()),
            row("only_list", n(self.only_list.len()), none()),
            row("only_ledger", none(), n(self.only_ledger.len())),
        ];
        if !self.ask.is_empty() {
            rows.push(row("ask", n(self.ask.len()), self.asked.to_string()));
        }
        if !self.twice.is_empty() {
            rows.push(row("twice", n(self.twice.len()), none()));
        }
        rows.push(row(
            "sum",
            self.entries.to_string(),
            self.persons.to_string(),
        ));
        let mut text = columns(&rows, &[1, 2], 2);
        if self.passed_over > 0 {
            text.push_str(&format!(
                "\n  {}",
                words.fill("roster.passed_over", &[("n", &self.passed_over)])
            ));
        }
        if self.nameless > 0 {
            text.push_str(&format!(
                "\n  {}",
                words.fill("roster.nameless", &[("n", &self.nameless)])
            ));
        }
        text
    }
}

fn text(value: &Option<String>) -> Cell {
    value.clone().map_or(Cell::Null, Cell::Text)
}

fn filled(text: String) -> Cell {
    match text.is_empty() {
        true => Cell::Null,
        false => Cell::Text(text),
    }
}

fn whole(n: u64) -> Cell {
    i64::try_from(n).map_or(Cell::Null, Cell::Int)
}

/// One part with its head and number; nothing where it is empty.
fn part(words: &Words<'_>, key: &str, heads: &[&str], rows: Vec<Vec<String>>) -> Vec<String> {
    if rows.is_empty() {
        return Vec::new();
    }
    let more = rows.len().saturating_sub(SHOWN);
    let heads = heads
        .iter()
        .map(|head| words.get(&format!("roster.{head}")));
    let mut table: Vec<Vec<String>> = vec![heads.collect()];
    table.extend(rows.into_iter().take(SHOWN));
    let mut lines = vec![
        format!("\n{}", words.get(&format!("roster.{key}"))),
        columns(&table, &[], 2),
    ];
    if more > 0 {
        lines.push(format!("  {}", words.fill("bridge.more", &[("n", &more)])));
    }
    lines
}

/// What agrees and what contradicts: `（姓名相同，出生日期不同）`.
fn traits(person: &Person, words: &Words<'_>) -> Option<String> {
    let list = |key: &str, traits: &[&'static str]| -> Option<String> {
        let names: Vec<String> = traits
            .iter()
            .map(|one| words.get(&format!("roster.trait.{one}")))
            .collect();
        let slot = words.list(&names);
        (!names.is_empty()).then(|| words.fill(&format!("roster.{key}"), &[("what", &slot)]))
    };
    let parts = [
        list("agrees", &person.agrees),
        list("differs", &person.differs),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| words.fill("roster.because", &[("what", &words.list(&parts))]))
}
