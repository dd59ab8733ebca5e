//! Figures and the rows that they are.

use crate::answer::Answer;
use crate::layout::{columns, labelled};
use crate::row::{Cell, Row};
use crate::table::{ColumnKind, Table};
use crate::words::Words;
use serde::Serialize;
use youju_base::date::parse_day;
use youju_declare::Lang;
use youju_ledger::conceal::Shown;
use youju_ledger::figure::{self, Amount, Ask, Time, Tree, find_indicator};
use youju_ledger::ledger::{Ledger, LedgerError};
use youju_ledger::rollup::ask::Counted;

/// One figure with what proves it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figure {
    /// `members.total`.
    pub indicator: String,
    /// The unit whose subtree is counted; null for all.
    pub unit: Option<String>,
    /// Only what stands at the unit itself is counted; left out where it is not so.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub own: bool,
    /// The line that is followed; null for the indicator's own.
    pub line: Option<String>,
    /// `then`: by the tree of its own time; `now`: by the latest.
    pub tree: &'static str,
    /// The day of a stock.
    pub on: Option<String>,
    /// The period of a flow: first and last day.
    pub within: Option<String>,
    /// The number as printed; null when there is nothing to compute from.
    pub value: Option<String>,
    /// 名, 人次, %.
    pub counter: String,
    /// Part of a share.
    pub part: Option<i64>,
    /// Whole of a share.
    pub whole: Option<i64>,
    /// How many evidence rows it is made of.
    pub rows: u64,
    /// Last journal entry that was known.
    pub known_at: i64,
    /// SHA-256 over definition and rows; left out where not all rows were read.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub digest: String,
    /// The records are made up.
    pub synthetic: bool,
}

impl Figure {
    /// Takes over a figure of the ledger.
    pub fn new(figure: &figure::Figure, synthetic: bool) -> Self {
        let (on, within) = when(figure.ask.time);
        let (part, whole) = match figure.amount {
            Amount::Share(part, whole, _) => (Some(part), Some(whole)),
            _ => (None, None),
        };
        Self {
            indicator: figure.ask.indicator.clone(),
            unit: figure.ask.unit.clone(),
            own: figure.ask.own,
            line: figure.ask.line.clone(),
            tree: tree_word(figure.ask.tree),
            on,
            within,
            value: match figure.amount {
                Amount::None => None,
                _ => Some(figure.amount.text()),
            },
            counter: figure.counter.clone(),
            part,
            whole,
            rows: figure.rows,
            known_at: figure.known_at,
            digest: figure.digest.clone(),
            synthetic,
        }
    }

    /// Takes over a number of the ledger without its digest.
    ///
    /// - Errors: an unknown indicator, a store that fails.
    pub fn unproved(ledger: &Ledger, ask: &Ask, counted: &Counted) -> Result<Self, LedgerError> {
        let indicator = find_indicator(ledger.packs(), &ask.indicator)?;
        let counter = indicator.counter.clone();
        let known_at = ask.known_at.map_or_else(|| ledger.head(), Ok)?;
        let figure = figure::Figure {
            ask: ask.clone(),
            counter: counter.unwrap_or_else(|| "%".into()),
            amount: counted.amount.clone(),
            rows: counted.rows,
            known_at,
            digest: String::new(),
        };
        Ok(Self::new(&figure, ledger.is_synthetic()))
    }

    /// Takes away what a reader without row rights may not see: of a small number the rows, their number and digest too.
    pub fn concealed(self, shown: Shown, limit: i64) -> Self {
        let value = match shown {
            Shown::Plain => return self,
            Shown::Small => Some(format!("<{limit}")),
            Shown::Hidden => None,
        };
        Self {
            value,
            part: None,
            whole: None,
            rows: 0,
            digest: String::new(),
            ..self
        }
    }

    /// Its number with the counter: `315名`, `77.6%`, `—`.
    pub fn printed(&self) -> String {
        match &self.value {
            Some(value) => format!("{value}{}", self.counter),
            None => "—".into(),
        }
    }

    /// The day or period.
    pub fn time(&self) -> &str {
        self.on
            .as_deref()
            .or(self.within.as_deref())
            .unwrap_or_default()
    }

    /// The unit by name and code, or all of them.
    pub fn unit_text(&self, words: &Words<'_>) -> String {
        match &self.unit {
            Some(code) => words.unit_and_code(code),
            None => words.get("figure.all_units"),
        }
    }

    /// Who and when: `office · 2022-06-30`.
    pub fn place(&self, words: &Words<'_>) -> String {
        let unit = self.unit_text(words);
        let key = if self.on.is_some() {
            "figure.on"
        } else {
            "figure.within"
        };
        let time = words.fill(key, &[("time", &self.time())]);
        let mut parts = vec![unit, time];
        parts.extend(self.tree_text(words));
        parts.join(" · ")
    }

    /// The indicator's id, and what it counts; the packs' own account of it is English.
    fn definition(&self, words: &Words<'_>) -> String {
        let about = words.packs().indicator(&self.indicator).map(|i| &i.about);
        match (words.lang, about) {
            (Lang::En, Some(about)) => format!("{}  {about}", self.indicator),
            _ => format!("{}  {}", self.indicator, words.definition(&self.indicator)),
        }
    }

    /// Whether it is the unit's own; line and tree, where they are not the indicator's own line and the tree of its time.
    pub fn tree_text(&self, words: &Words<'_>) -> Option<String> {
        let own = self.own.then(|| words.get("figure.own"));
        let tree = tree_text(self.line.as_deref(), self.unit.is_some(), self.tree, words);
        let parts: Vec<String> = own.into_iter().chain(tree).collect();
        (!parts.is_empty()).then(|| parts.join(" · "))
    }
}

/// `then` or `now`, for programs.
pub(crate) fn tree_word(tree: Tree) -> &'static str {
    match tree {
        Tree::Then => "then",
        Tree::Now => "now",
    }
}

/// Line and tree of a question, where they are not the indicator's own line and the tree of its time.
pub(crate) fn tree_text(
    line: Option<&str>,
    of_unit: bool,
    tree: &str,
    words: &Words<'_>,
) -> Option<String> {
    let mut parts = Vec::new();
    if let Some(line) = line {
        let name = words.choice("core.unit_link", "line", line);
        let name = name.unwrap_or_else(|| line.to_owned());
        parts.push(words.fill("figure.line", &[("line", &name)]));
    }
    if of_unit && tree == "now" {
        parts.push(words.get("figure.tree_now"));
    }
    (!parts.is_empty()).then(|| parts.join(" · "))
}

pub(crate) fn when(time: Time) -> (Option<String>, Option<String>) {
    match time {
        Time::On(day) => (Some(day.to_string()), None),
        Time::Within(period) => (None, Some(period.to_string())),
    }
}

impl Answer for Figure {
    fn text(&self, words: &Words<'_>) -> String {
        let name = words.indicator(&self.indicator);
        let mut lines = vec![format!("{name}  {}", self.printed())];
        let labels = ["place", "made_of", "known_at", "definition", "digest"];
        let labels = labels.map(|key| words.get(&format!("figure.{key}")));
        let gutter = labels.iter().map(|l| crate::layout::width(l)).max();
        let mut line = |label: &str, text: &str| {
            lines.push(labelled(label, gutter.unwrap_or(0), text, 200));
        };
        line(&labels[0], &self.place(words));
        let made_of = match (self.part, self.whole) {
            _ if self.digest.is_empty() => words.get("figure.concealed"),
            (Some(part), Some(whole)) => words.fill(
                "figure.share",
                &[("part", &part), ("whole", &whole), ("n", &self.rows)],
            ),
            _ => words.fill("figure.rows", &[("n", &self.rows)]),
        };
        line(&labels[1], &made_of);
        line(
            &labels[2],
            &words.fill("figure.entry", &[("seq", &self.known_at)]),
        );
        line(&labels[3], &self.definition(words));
        if !self.digest.is_empty() {
            line(&labels[4], &self.digest);
        }
        if self.synthetic {
            lines.push(format!("  {}", words.get("synthetic.figure")));
        }
        lines.join("\n")
    }
}

/// The rows behind a figure; of a share, those of its part and of its whole.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rows {
    /// The figure.
    pub figure: Figure,
    /// One list, or two for a share.
    pub evidence: Vec<Evidence>,
    /// How many rows of each list were left out from its beginning.
    #[serde(skip_serializing_if = "is_zero")]
    pub after: u64,
}

/// Rows of one row set.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evidence {
    /// `members.roll`.
    pub rowset: String,
    /// How many there are in all; `rows` may hold fewer.
    pub total: u64,
    /// The rows, by unit and day.
    pub rows: Vec<Row>,
}

impl Rows {
    /// Takes over a figure and its evidence.
    ///
    /// - Input: `totals` are the full numbers of rows where the lists were cut off, `after` how many come before them.
    pub fn new(figure: Figure, evidence: &[figure::Evidence], totals: &[u64], after: u64) -> Self {
        let list = |(list, total): (&figure::Evidence, &u64)| Evidence {
            rowset: list.rowset.clone(),
            total: *total,
            rows: list
                .rows
                .iter()
                .map(|row| Row::new(list.columns.iter().map(String::as_str).zip(row)))
                .collect(),
        };
        Self {
            figure,
            evidence: evidence.iter().zip(totals).map(list).collect(),
            after,
        }
    }
}

/// Whether nothing was left out.
fn is_zero(n: &u64) -> bool {
    *n == 0
}

impl Answer for Rows {
    fn text(&self, words: &Words<'_>) -> String {
        let mut parts = vec![format!(
            "{}  {}  {}",
            words.indicator(&self.figure.indicator),
            self.figure.printed(),
            self.figure.place(words)
        )];
        for list in &self.evidence {
            let name = words.row_set(&list.rowset);
            parts.push(format!(
                "\n{}",
                words.fill("rows.of", &[("name", &name), ("n", &list.total)])
            ));
            if !list.rows.is_empty() {
                parts.push(list.table(words));
            }
            let shown = u64::try_from(list.rows.len()).unwrap_or(u64::MAX);
            let shown = self.after.saturating_add(shown);
            if shown < list.total {
                parts.push(format!(
                    "  {}",
                    words.fill(
                        "rows.more",
                        &[("n", &(list.total - shown)), ("after", &shown)]
                    )
                ));
            }
        }
        if !self.figure.digest.is_empty() {
            parts.push(format!(
                "\n{}  {}",
                words.get("figure.digest"),
                self.figure.digest
            ));
        }
        if self.figure.synthetic {
            parts.push(format!("\n{}", words.get("synthetic.figure")));
        }
        parts.join("\n")
    }

    /// Every row; of a share, first those of its part, then those of its whole, told apart by the first column.
    fn table(&self, words: &Words<'_>) -> Option<Table> {
        let figure = &self.figure;
        let name = words.indicator(&figure.indicator);
        let mut table = Table::new(format!("{name}  {}", figure.printed()));
        let lists = self.evidence.len();
        if lists > 1 {
            table = table.column(words.get("rows.side"), ColumnKind::Text);
        }
        let mut columns: Vec<(&str, &str)> = Vec::new();
        for list in &self.evidence {
            for name in filled_columns(&list.rows) {
                if !columns.iter().any(|(_, known)| *known == name) {
                    columns.push((&list.rowset, name));
                }
            }
        }
        for (row_set, name) in &columns {
            let cells = self.evidence.iter().flat_map(|list| &list.rows);
            let kind = kind_of(cells.filter_map(|row| row.get(name)));
            table = table.column(words.column(row_set, name), kind);
        }
        let sides = ["rows.part", "rows.whole"].map(|key| words.get(key));
        for (side, list) in sides.iter().zip(&self.evidence) {
            for row in &list.rows {
                let mark = (lists > 1).then(|| Cell::Text(side.clone()));
                let cells = columns
                    .iter()
                    .map(|(_, name)| table_cell(&list.rowset, name, row.get(name), words));
                table.rows.push(mark.into_iter().chain(cells).collect());
            }
        }
        Some(figure.stamp(table, words))
    }
}

impl Figure {
    /// Stamps a table with what this figure is: its place, time, definition, state of the ledger and digest.
    pub(crate) fn stamp(&self, table: Table, words: &Words<'_>) -> Table {
        table
            .stamp(words.get("table.figure"), self.printed())
            .stamp(words.get("figure.place"), self.place(words))
            .stamp(words.get("figure.definition"), self.definition(words))
            .stamp(
                words.get("figure.known_at"),
                words.fill("figure.entry", &[("seq", &self.known_at)]),
            )
            .stamp(words.get("figure.digest"), self.digest.as_str())
            .synthetic(self.synthetic, words)
    }
}

impl Evidence {
    /// The rows as a table; `removed_seq` only where one is set.
    fn table(&self, words: &Words<'_>) -> String {
        table(&self.rowset, &self.rows, words)
    }
}

/// Lays evidence rows out under the names of their columns; columns that are empty throughout are left out.
pub(crate) fn table(row_set: &str, rows: &[Row], words: &Words<'_>) -> String {
    let names = filled_columns(rows);
    let mut table = vec![
        names
            .iter()
            .map(|name| words.column(row_set, name))
            .collect::<Vec<_>>(),
    ];
    let mut right = Vec::new();
    for (i, name) in names.iter().enumerate() {
        if rows
            .iter()
            .all(|row| matches!(row.get(name), Some(Cell::Int(_) | Cell::Null) | None))
        {
            right.push(i);
        }
    }
    for row in rows {
        table.push(
            names
                .iter()
                .map(|name| {
                    row.get(name)
                        .map_or_else(String::new, |cell| shown(row_set, name, cell, words))
                })
                .collect(),
        );
    }
    columns(&table, &right, 2)
}

/// Columns that are not empty throughout.
fn filled_columns(rows: &[Row]) -> Vec<&str> {
    let names = rows.first().into_iter().flat_map(|row| &row.0);
    let filled = |name: &&str| {
        rows.iter()
            .any(|row| !matches!(row.get(name), None | Some(Cell::Null)))
    };
    names
        .map(|(name, _)| name.as_str())
        .filter(filled)
        .collect()
}

/// What the cells of an evidence column are, by what they hold.
pub(crate) fn kind_of<'c>(cells: impl Iterator<Item = &'c Cell>) -> ColumnKind {
    let cells: Vec<&Cell> = cells.filter(|cell| **cell != Cell::Null).collect();
    let all = |is: fn(&Cell) -> bool| !cells.is_empty() && cells.iter().all(|cell| is(cell));
    if all(|cell| matches!(cell, Cell::Int(_))) {
        ColumnKind::Whole
    } else if all(|cell| matches!(cell, Cell::Text(text) if parse_day(text).is_ok())) {
        ColumnKind::Date
    } else {
        ColumnKind::Text
    }
}

/// A cell of an evidence column in a table: units and choices in words, the rest as it is.
pub(crate) fn table_cell(
    row_set: &str,
    column: &str,
    cell: Option<&Cell>,
    words: &Words<'_>,
) -> Cell {
    match cell {
        None | Some(Cell::Null) => Cell::Null,
        Some(Cell::Text(code)) if column == "unit" => Cell::Text(words.unit_and_code(code)),
        Some(Cell::Text(text)) => {
            Cell::Text(shown(row_set, column, &Cell::Text(text.clone()), words))
        }
        Some(Cell::Int(n)) => Cell::Int(*n),
    }
}

/// A cell as people read it: a choice in words, nothing as —.
fn shown(row_set: &str, column: &str, cell: &Cell, words: &Words<'_>) -> String {
    let Cell::Text(text) = cell else {
        return cell.to_string();
    };
    words
        .dimension(row_set, column, text)
        .unwrap_or_else(|| text.clone())
}
