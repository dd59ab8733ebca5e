//! One figure in parts: by unit or by time, with the total.

use crate::answer::Answer;
use crate::figure::{tree_text, tree_word, when};
use crate::layout::columns;
use crate::words::Words;
use serde::Serialize;
use youju_base::period::Period;
use youju_ledger::breakdown::{self, Adding, By, PartOf};
use youju_ledger::conceal::{Concealed, Shown};
use youju_ledger::figure::Amount;
use youju_ledger::rollup::ask::Counted;

/// A figure broken down.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Breakdown {
    /// `members.total`.
    pub indicator: String,
    /// The unit whose subtree is counted; null for all.
    pub unit: Option<String>,
    /// The line that is followed; null for the indicator's own.
    pub line: Option<String>,
    /// `then`: by the tree of its own time; `now`: by the latest.
    pub tree: &'static str,
    /// The day of a stock.
    pub on: Option<String>,
    /// The period: first and last day.
    pub within: Option<String>,
    /// `unit`, `month`, `quarter`, `year`.
    pub by: &'static str,
    /// 名, 人次, %.
    pub counter: String,
    /// The parts in order.
    pub parts: Vec<Part>,
    /// The whole.
    pub total: Cell,
    /// `adds`: the parts add up to the total; `overlaps`: to `sum`; `closes`: the total is the last; `never`.
    pub adding: &'static str,
    /// What the parts add up to, where that is not the total; null where it would give a hidden number away.
    pub sum: Option<i64>,
    /// Last journal entry that was known.
    pub known_at: i64,
    /// The records are made up.
    pub synthetic: bool,
}

/// One part.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Part {
    /// `unit`, `own` (the unit itself), `rest` (what neither has), `period`, `day`.
    pub of: &'static str,
    /// A unit's code, `2022-06`, `2022Q2`, `2022`, a day or a period cut short; null for the unit's own and the rest.
    pub name: Option<String>,
    /// Its number.
    #[serde(flatten)]
    pub cell: Cell,
}

/// A number as it may be shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cell {
    /// As printed; `<5` for a small one; null where there is none or it is hidden.
    pub value: Option<String>,
    /// Evidence rows; null where they would give a hidden number away.
    pub rows: Option<u64>,
    /// Hidden, so that a small number cannot be got by subtraction.
    pub hidden: bool,
}

impl Breakdown {
    /// Takes over a breakdown of the ledger.
    ///
    /// - Input: `concealed` is what a reader without row rights may see, and the smallest number shown.
    pub fn new(
        found: &breakdown::Breakdown,
        concealed: Option<&(Concealed, i64)>,
        synthetic: bool,
    ) -> Self {
        let (on, within) = when(found.ask.time);
        let cell = |counted: &Counted, shown: Option<Shown>| {
            Cell::new(counted, shown, concealed.map_or(0, |c| c.1))
        };
        let part = |(i, part): (usize, &breakdown::Part)| {
            let (of, name) = match &part.of {
                PartOf::Unit(code) => ("unit", Some(code.clone())),
                PartOf::Own => ("own", None),
                PartOf::Rest => ("rest", None),
                PartOf::Period(period) => ("period", Some(period_name(period, found.by))),
                PartOf::Day(day) => ("day", Some(day.to_string())),
            };
            Part {
                of,
                name,
                cell: cell(&part.counted, concealed.map(|c| c.0.cells[i])),
            }
        };
        let (adding, sum) = match found.adding {
            Adding::Adds => ("adds", None),
            Adding::Overlaps(sum) => ("overlaps", Some(sum).filter(|_| concealed.is_none())),
            Adding::Closes => ("closes", None),
            Adding::Never => ("never", None),
        };
        Self {
            indicator: found.ask.indicator.clone(),
            unit: found.ask.unit.clone(),
            line: found.ask.line.clone(),
            tree: tree_word(found.ask.tree),
            on,
            within,
            by: match found.by {
                By::Unit => "unit",
                By::Month => "month",
                By::Quarter => "quarter",
                By::Year => "year",
            },
            counter: found.counter.clone(),
            parts: found.parts.iter().enumerate().map(part).collect(),
            total: cell(&found.total, concealed.map(|c| c.0.total)),
            adding,
            sum,
            known_at: found.known_at,
            synthetic,
        }
    }
}

impl Cell {
    fn new(counted: &Counted, shown: Option<Shown>, limit: i64) -> Self {
        let value = match (&counted.amount, shown) {
            (_, Some(Shown::Hidden)) | (Amount::None, _) => None,
            (_, Some(Shown::Small)) => Some(format!("<{limit}")),
            (amount, _) => Some(amount.text()),
        };
        Self {
            value,
            rows: shown.is_none().then_some(counted.rows),
            hidden: shown == Some(Shown::Hidden),
        }
    }

    fn text(&self, words: &Words<'_>) -> String {
        match &self.value {
            Some(value) => value.clone(),
            None if self.hidden => words.get("breakdown.hidden"),
            None => "—".into(),
        }
    }
}

/// Names a whole month, quarter or year shortly, else the days.
fn period_name(period: &Period, by: By) -> String {
    let (year, month) = (period.from.year(), period.from.month());
    let short = match by {
        By::Unit => None,
        By::Month => Some(format!("{year:04}-{month:02}")),
        By::Quarter => Some(format!("{year:04}Q{}", (month + 2) / 3)),
        By::Year => Some(format!("{year:04}")),
    };
    short
        .filter(|name| Period::parse(name).as_ref() == Ok(period))
        .unwrap_or_else(|| period.to_string())
}

impl Answer for Breakdown {
    fn text(&self, words: &Words<'_>) -> String {
        let by = words.get(&format!("breakdown.by.{}", self.by));
        let unit = match &self.unit {
            Some(code) => words.unit_and_code(code),
            None => words.get("figure.all_units"),
        };
        let time = match (&self.on, &self.within) {
            (Some(day), _) => words.fill("figure.on", &[("time", day)]),
            (_, Some(period)) => words.fill("figure.within", &[("time", period)]),
            _ => String::new(),
        };
        let name = words.indicator(&self.indicator);
        let mut place = vec![unit, time];
        place.extend(tree_text(
            self.line.as_deref(),
            self.unit.is_some(),
            self.tree,
            words,
        ));
        let place = place.join(" · ");
        let mut lines = vec![format!("{name}  {place} · {by}"), String::new()];
        let with_rows = self.total.rows.is_some();
        let mut table = vec![vec![
            words.get(&format!("breakdown.head.{}", self.by)),
            words.fill("breakdown.value", &[("counter", &self.counter)]),
        ]];
        if with_rows {
            table[0].push(words.get("breakdown.rows"));
        }
        let mut row = |name: String, cell: &Cell| {
            let rows = cell.rows.map(|rows| rows.to_string());
            table.push([name, cell.text(words)].into_iter().chain(rows).collect());
        };
        for part in &self.parts {
            let name = match (&part.name, part.of) {
                (Some(code), "unit") => words.unit_and_code(code),
                (Some(name), _) => name.clone(),
                (None, of) => words.get(&format!("breakdown.{of}")),
            };
            row(name, &part.cell);
        }
        let total = if self.adding == "closes" {
            "breakdown.closing"
        } else {
            "breakdown.total"
        };
        row(words.get(total), &self.total);
        lines.push(columns(&table, &[1, 2], 2));
        match (self.adding, self.sum) {
            ("overlaps", Some(sum)) => {
                lines.push(format!(
                    "  {}",
                    words.fill("breakdown.overlaps", &[("sum", &sum)])
                ));
            }
            ("overlaps", None) => {
                lines.push(format!("  {}", words.get("breakdown.overlaps_hidden")))
            }
            ("never", _) => lines.push(format!("  {}", words.get("breakdown.never"))),
            _ => {}
        }
        if self.parts.iter().any(|part| part.cell.hidden) || self.total.hidden {
            lines.push(format!("  {}", words.get("breakdown.why_hidden")));
        }
        lines.push(format!(
            "  {}",
            words.fill("figure.entry", &[("seq", &self.known_at)])
        ));
        if self.synthetic {
            lines.push(format!("  {}", words.get("synthetic.figure")));
        }
        lines.join("\n")
    }
}
