//! Figures: an indicator asked for a unit and a time, made of evidence rows and nothing else.

use crate::kept::units::{self, Scope};
use crate::names::{DEFAULT_LINE, UNIT_LINK};
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::fmt::Write as _;
use youju_base::period::Period;
use youju_base::ratio::Ratio;
use youju_db::{DbError, Rows, Value};
use youju_declare::{Atom, FieldType, Grain, Indicator, Measure, Packs, RowSet, Tense};

/// A question: which indicator, for whom, when, as known when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// `members.total`.
    pub indicator: String,
    /// The unit whose subtree is counted; none counts every row.
    pub unit: Option<String>,
    /// Only what stands at the unit itself (本级) is counted, without the units below it.
    pub own: bool,
    /// The day of a stock, or the period of a flow.
    pub time: Time,
    /// The line whose tree is followed; none means the indicator's own.
    pub line: Option<String>,
    /// Which tree of the line counts.
    pub tree: Tree,
    /// Sequence of the last journal entry that may be known; none means all.
    pub known_at: Option<i64>,
}

impl Ask {
    /// Asks for a figure in the tree of its time, as known now.
    pub fn new(indicator: impl Into<String>, unit: Option<&str>, time: Time) -> Self {
        Self {
            indicator: indicator.into(),
            unit: unit.map(str::to_owned),
            own: false,
            time,
            line: None,
            tree: Tree::default(),
            known_at: None,
        }
    }
}

/// Which tree of a line says what stands under a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tree {
    /// The tree of the figure's own day; in a period that of each row's day.
    #[default]
    Then,
    /// The latest tree.
    Now,
}

/// When a figure holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Time {
    /// A stock on this day, counted at its end.
    On(Date),
    /// A flow within this period.
    Within(Period),
}

impl std::fmt::Display for Time {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::On(day) => day.fmt(f),
            Self::Within(period) => period.fmt(f),
        }
    }
}

/// The answer: a number that is its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The question, with the sequence up to which the journal was known.
    pub ask: Ask,
    /// Counter word: 名, 人次, %.
    pub counter: String,
    /// The number.
    pub amount: Amount,
    /// How many evidence rows it is made of; for a share, those of the part.
    pub rows: u64,
    /// Sequence of the last entry that was known.
    pub known_at: i64,
    /// SHA-256 over the indicator's definition and the evidence rows, in hexadecimal.
    pub digest: String,
}

/// The number of a figure, exact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Amount {
    /// A count or a sum.
    Whole(i64),
    /// An integer that stands for a decimal: money in 分 is `scale` 2.
    Scaled(i64, u32),
    /// A percentage: part, whole, and decimals printed.
    Share(i64, i64, u32),
    /// A mean: sum, count, and decimals printed.
    Mean(i64, i64, u32),
    /// Nothing to compute from: no rows, or a whole of 0.
    None,
}

impl Amount {
    /// Prints it: `315`, `77.6`, `13800000.00`; `—` when there is none. Rounded half up, once.
    pub fn text(&self) -> String {
        match *self {
            Self::Whole(n) => n.to_string(),
            Self::Scaled(n, scale) => rounded(i128::from(n), 10_i128.pow(scale), scale),
            Self::Share(part, whole, decimals) => {
                rounded(i128::from(part) * 100, whole.into(), decimals)
            }
            Self::Mean(sum, count, decimals) => rounded(sum.into(), count.into(), decimals),
            Self::None => "—".into(),
        }
    }

    /// Gives it as an exact ratio; a share is in percent.
    pub fn ratio(&self) -> Option<Ratio> {
        match *self {
            Self::Whole(n) => Ratio::new(n.into(), 1),
            Self::Scaled(n, scale) => Ratio::new(n.into(), 10_i128.pow(scale)),
            Self::Share(part, whole, _) => Ratio::new(i128::from(part) * 100, whole.into()),
            Self::Mean(sum, count, _) => Ratio::new(sum.into(), count.into()),
            Self::None => None,
        }
    }

    /// The integer behind a count or sum; none for shares and means.
    pub fn integer(&self) -> Option<i64> {
        match *self {
            Self::Whole(n) | Self::Scaled(n, _) => Some(n),
            _ => None,
        }
    }
}

fn rounded(part: i128, whole: i128, decimals: u32) -> String {
    Ratio::new(part, whole)
        .and_then(|r| r.round_half_up(decimals))
        .map_or_else(|| "—".into(), |d| d.to_string())
}

/// Evidence rows of one selection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// `members.roll`.
    pub rowset: String,
    /// Column names: record_id, unit, person, qty, dimensions, day or since and until, then added_seq and removed_seq.
    pub columns: Vec<String>,
    /// The rows, in the order of record_id.
    pub rows: Vec<Vec<Value>>,
}

impl Evidence {
    /// Finds a column's place.
    pub fn place(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|c| c == column)
    }
}

/// A question that cannot be answered.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// No such indicator.
    #[error("there is no indicator \"{0}\"{1}")]
    Indicator(String, String),
    /// A stock asked within a period.
    #[error("{0} is a stock: ask it on a day (--on 2022-06-30), not within a period")]
    Stock(String),
    /// A flow asked on a day.
    #[error("{0} is a flow: ask it within a period (--within 2022H1), not on a day")]
    Flow(String),
    /// The unit does not exist, or stands nowhere in the line that is followed.
    #[error("unit \"{unit}\" does not stand in the line {line} that {indicator} follows")]
    Unit {
        /// The unit.
        unit: String,
        /// The line.
        line: String,
        /// The indicator.
        indicator: String,
    },
    /// No such line.
    #[error("there is no line \"{line}\"; the lines are {known}")]
    Line {
        /// What was asked.
        line: String,
        /// Those that there are.
        known: String,
    },
    /// A sequence that the journal has not reached.
    #[error("the journal ends at {head}: nothing is known at {asked}")]
    KnownAt {
        /// What was asked.
        asked: i64,
        /// The journal's last sequence.
        head: i64,
    },
    /// Two questions that cannot be subtracted.
    #[error("{0}")]
    Unlike(String),
    /// The store failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// A selection of kept rows: the condition and its parameters, ready for any measure.
pub struct Selection<'p> {
    pub(crate) set: &'p RowSet,
    pub(crate) indicator: &'p Indicator,
    pub(crate) time: Time,
    scope: Option<Scope>,
    /// Units that were in the subtree for a part of the period only, by when; empty where the measure needs no lengths.
    stays: HashMap<String, Vec<Period>>,
    condition: String,
    params: Vec<Value>,
    /// How much of condition and parameters stands before the scope.
    unscoped: (usize, usize),
}

impl<'p> Selection<'p> {
    /// Selects the evidence of an indicator.
    ///
    /// - Errors: all of [`AskError`].
    pub fn new(packs: &'p Packs, rows: &dyn Rows, ask: &Ask) -> Result<Self, AskError> {
        let indicator = find_indicator(packs, &ask.indicator)?;
        let set = packs
            .row_set(&indicator.row_set)
            .ok_or_else(|| AskError::Indicator(indicator.row_set.clone(), String::new()))?;
        let mut terms = Terms::default();
        match (indicator.time, ask.time) {
            (Tense::Stock, Time::On(day)) => {
                let day = Value::from(day.to_string());
                match set.grain {
                    Grain::Interval => terms.push(
                        "since <= ? and (until is null or until > ?)",
                        [day.clone(), day],
                    ),
                    Grain::Event => terms.push("day <= ?", [day]),
                }
            }
            (Tense::Flow, Time::Within(period)) => {
                let [from, until] =
                    [period.from, period.until].map(|day| Value::from(day.to_string()));
                match set.grain {
                    Grain::Event => terms.push("day >= ? and day < ?", [from, until]),
                    // Their length needs every interval that meets the period; all else counts those that start in it.
                    Grain::Interval if indicator.measure == Measure::Days => {
                        terms.push("since < ? and (until is null or until > ?)", [until, from]);
                    }
                    Grain::Interval => terms.push("since >= ? and since < ?", [from, until]),
                }
            }
            (Tense::Stock, Time::Within(_)) => return Err(AskError::Stock(indicator.id.clone())),
            (Tense::Flow, Time::On(_)) => return Err(AskError::Flow(indicator.id.clone())),
        }
        match ask.known_at {
            None => terms.push("removed_seq is null", []),
            Some(seq) => terms.push(
                "added_seq <= ? and (removed_seq is null or removed_seq > ?)",
                [seq.into(), seq.into()],
            ),
        }
        for (column, allowed) in &indicator.filter {
            terms.push(
                &format!("{column} in ({})", marks(allowed.len())),
                allowed.iter().map(|atom| match atom {
                    Atom::Text(text) => Value::from(text),
                    Atom::Int(n) => Value::Int(*n),
                }),
            );
        }
        let scope = scope(packs, rows, ask, indicator)?;
        let unscoped = (terms.condition.len(), terms.params.len());
        let mut stays = HashMap::new();
        match &scope {
            None => {}
            Some(Scope::Own { unit }) => terms.push("unit = ?", [unit.as_str().into()]),
            Some(Scope::Latest { line, range }) => terms.push(
                "unit in (select p.unit from unit_path as p where p.line = ? and p.path >= ? and p.path < ?)",
                [line.into(), range.from.as_str().into(), range.until.as_str().into()],
            ),
            Some(then @ Scope::Then { changing, .. }) => {
                let own_day = match (set.grain, &indicator.measure) {
                    (Grain::Event, _) => OwnDay::Day,
                    (Grain::Interval, Measure::Days) => OwnDay::Any,
                    (Grain::Interval, _) => OwnDay::Since,
                };
                terms.push_then(then, own_day);
                if own_day == OwnDay::Any {
                    for (periods, units) in changing {
                        stays.extend(units.iter().map(|unit| (unit.clone(), periods.clone())));
                    }
                }
            }
        }
        let Terms { condition, params } = terms;
        Ok(Self {
            set,
            indicator,
            time: ask.time,
            scope,
            stays,
            condition,
            params,
            unscoped,
        })
    }

    /// Which units count, and when; none where every row does.
    pub fn scope(&self) -> Option<&Scope> {
        self.scope.as_ref()
    }

    /// Runs `select <list> from <rows> where <the condition>`, with `tail` behind it.
    pub(crate) fn query(
        &self,
        rows: &dyn Rows,
        list: &str,
        tail: &str,
    ) -> Result<Vec<Vec<Value>>, DbError> {
        rows.query(
            &format!(
                "select {list} from {} where {} {tail}",
                self.set.table, self.condition
            ),
            &self.params,
        )
    }

    /// Gives all rows of the selection by record, or one page of them in the order of units and days.
    pub fn evidence(&self, rows: &dyn Rows, page: Option<(u64, u64)>) -> Result<Evidence, DbError> {
        let mut columns: Vec<String> = self.set.columns().into_iter().map(str::to_owned).collect();
        let order = columns.join(", ");
        columns.extend(["added_seq".to_owned(), "removed_seq".into()]);
        let found = match page {
            None => self.query(rows, &columns.join(", "), &format!("order by {order}"))?,
            Some(page) => {
                let (sql, params) = self.page(&columns, page);
                rows.query(&sql, &params)?
            }
        };
        Ok(Evidence {
            rowset: self.set.id.clone(),
            columns,
            rows: found,
        })
    }

    /// One page, in an order that follows an index: a page of a region's rows is read without looking at all of them.
    fn page(&self, columns: &[String], (offset, limit): (u64, u64)) -> (String, Vec<Value>) {
        let (table, list) = (&self.set.table, columns.join(", "));
        let by = format!("{}, {table}.rowid", self.set.grain.columns()[0]);
        let tail = format!("limit {limit} offset {offset}");
        if let Some(Scope::Latest { line, range }) = &self.scope {
            let (condition, used) = (&self.condition[..self.unscoped.0], self.unscoped.1);
            let [line_at, from_at, until_at] = [used + 1, used + 2, used + 3];
            let sql = format!(
                "select {list} from (select unit as scope_unit, path as scope_path from unit_path
                   where line = ?{line_at} and path >= ?{from_at} and path < ?{until_at}) as scope
                 cross join {table} on {table}.unit = scope_unit where {condition} order by scope_path, {by} {tail}"
            );
            let mut params = self.params[..used].to_vec();
            params.extend([line, &range.from, &range.until].map(|text| Value::from(text.as_str())));
            return (sql, params);
        }
        let sql = format!(
            "select {list} from {table} where {} order by unit, {by} {tail}",
            self.condition
        );
        (sql, self.params.clone())
    }

    /// The column whose distinct values are counted, if the measure is distinct.
    pub(crate) fn distinct_column(&self) -> Option<&str> {
        match &self.indicator.measure {
            Measure::Distinct(column) => Some(column),
            _ => None,
        }
    }

    /// What one evidence row adds to the figure: 1, its qty, or its days within the period. None for measures that do not add up.
    pub(crate) fn weight(&self, columns: &[String], row: &[Value]) -> Option<i64> {
        let value = |name: &str| {
            columns
                .iter()
                .position(|c| c == name)
                .and_then(|i| row.get(i))
        };
        match &self.indicator.measure {
            Measure::Rows => Some(1),
            Measure::SumQty => value("qty").and_then(Value::as_int),
            Measure::Days => {
                let Time::Within(period) = self.time else {
                    return None;
                };
                let day = |name: &str| {
                    value(name)
                        .and_then(Value::as_text)
                        .and_then(|t| youju_base::date::parse_day(t).ok())
                };
                if self.set.grain == Grain::Event {
                    return Some(1);
                }
                let own = Period::new(
                    day("since")?,
                    day("until")
                        .unwrap_or(period.until)
                        .max(day("since")?.tomorrow().ok()?),
                )
                .ok()?;
                let held = own.overlap(&period);
                let stays = value("unit")
                    .and_then(Value::as_text)
                    .and_then(|unit| self.stays.get(unit));
                Some(match (held, stays) {
                    (None, _) => 0,
                    (Some(held), None) => held.days(),
                    (Some(held), Some(stays)) => {
                        let parts = stays.iter().filter_map(|stay| stay.overlap(&held));
                        parts.map(|part| part.days()).sum()
                    }
                })
            }
            _ => None,
        }
    }

    /// Says whether a row lies in the selection's time, whatever its unit.
    pub(crate) fn holds(&self, columns: &[String], row: &[Value]) -> bool {
        let day = |name: &str| {
            let value = columns
                .iter()
                .position(|c| c == name)
                .and_then(|i| row.get(i));
            value
                .and_then(Value::as_text)
                .and_then(|text| youju_base::date::parse_day(text).ok())
        };
        let first = match self.set.grain {
            Grain::Event => day("day"),
            Grain::Interval => day("since"),
        };
        let Some(first) = first else { return false };
        let until = day("until");
        match self.time {
            Time::On(on) => first <= on && until.is_none_or(|until| until > on),
            Time::Within(period) if self.indicator.measure == Measure::Days => {
                first < period.until && until.is_none_or(|until| until > period.from)
            }
            Time::Within(period) => period.contains(first),
        }
    }

    /// The measured number, and how many rows it is made of.
    pub(crate) fn measure(&self, rows: &dyn Rows) -> Result<(Option<i64>, i64), DbError> {
        let count = |list: &str| -> Result<(Option<i64>, i64), DbError> {
            let row = self
                .query(rows, &format!("{list}, count(*)"), "")?
                .pop()
                .unwrap_or_default();
            Ok((
                row.first().and_then(Value::as_int),
                row.get(1).and_then(Value::as_int).unwrap_or(0),
            ))
        };
        match &self.indicator.measure {
            Measure::Rows => count("count(*)"),
            Measure::SumQty => count("coalesce(sum(qty), 0)"),
            Measure::Distinct(_) => count(&format!(
                "count(distinct {})",
                self.distinct_column().unwrap_or("record_id")
            )),
            Measure::MaxQty => count("max(qty)"),
            Measure::MinQty => count("min(qty)"),
            Measure::MeanQty => count("sum(qty)"),
            Measure::Days => {
                let all = self.evidence(rows, None)?;
                let sum = all
                    .rows
                    .iter()
                    .filter_map(|row| self.weight(&all.columns, row))
                    .sum();
                Ok((Some(sum), all.rows.len() as i64))
            }
        }
    }
}

/// Conditions joined by `and`, with `?` numbered as parameters are added.
#[derive(Default)]
struct Terms {
    condition: String,
    params: Vec<Value>,
}

impl Terms {
    fn push(&mut self, term: &str, values: impl IntoIterator<Item = Value>) {
        if !self.condition.is_empty() {
            self.condition.push_str(" and ");
        }
        let mut number = self.params.len();
        for c in term.chars() {
            self.condition.push(c);
            if c == '?' {
                number += 1;
                let _ = write!(self.condition, "{number}");
            }
        }
        self.params.extend(values);
    }

    /// Adds that a row's unit stood in the subtree on the row's own day.
    fn push_then(&mut self, then: &Scope, own_day: OwnDay) {
        let Scope::Then {
            line,
            unit,
            day,
            known_at,
            changing,
        } = then
        else {
            return;
        };
        let day = Value::from(day.to_string());
        let (known, seqs) = match known_at {
            None => ("p.removed_seq is null", vec![]),
            Some(seq) => (
                "p.added_seq <= ? and (p.removed_seq is null or p.removed_seq > ?)",
                vec![Value::Int(*seq); 2],
            ),
        };
        // The join goes from the unit down, by the index on line and parent.
        let mut text = format!(
            "unit in (with recursive under (unit) as (select ? union select p.unit from under as u cross join row_core_places as p
             on p.parent = u.unit where p.line = ? and p.since <= ? and (p.until is null or p.until > ?) and {known}) select unit from under)"
        );
        let mut values = vec![unit.into(), line.into(), day.clone(), day];
        values.extend(seqs);
        if !changing.is_empty() {
            let all: Vec<&String> = changing.values().flatten().collect();
            text = format!("(({text} and unit not in ({}))", marks(all.len()));
            values.extend(all.into_iter().map(Value::from));
            for (periods, units) in changing {
                let (held, dates) = own_day.within(periods);
                let _ = write!(text, " or (unit in ({}) and ({held}))", marks(units.len()));
                values.extend(units.iter().map(Value::from));
                values.extend(dates);
            }
            text.push(')');
        }
        self.push(&text, values);
    }
}

fn marks(count: usize) -> String {
    vec!["?"; count].join(", ")
}

/// The day of a row on which its unit must have stood in the subtree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum OwnDay {
    /// The day of an event.
    Day,
    /// The first day of an interval.
    Since,
    /// Any day of an interval.
    Any,
}

impl OwnDay {
    /// The condition that it lies in one of the periods, and its parameters.
    fn within(self, periods: &[Period]) -> (String, Vec<Value>) {
        let one = match self {
            Self::Day => "(day >= ? and day < ?)",
            Self::Since => "(since >= ? and since < ?)",
            Self::Any => "((until is null or until > ?) and since < ?)",
        };
        let bounds = periods.iter().flat_map(|p| [p.from, p.until]);
        (
            vec![one; periods.len()].join(" or "),
            bounds.map(|day| day.to_string().into()).collect(),
        )
    }
}

/// Finds the units that an ask counts, in the line that it follows.
fn scope(
    packs: &Packs,
    rows: &dyn Rows,
    ask: &Ask,
    indicator: &Indicator,
) -> Result<Option<Scope>, AskError> {
    let line = line_of(packs, ask, indicator)?;
    let Some(unit) = &ask.unit else {
        return Ok(None);
    };
    let time = match ask.time {
        Time::On(day) => Period {
            from: day,
            until: day.tomorrow().unwrap_or(Date::MAX),
        },
        Time::Within(period) => period,
    };
    let found = match ask.tree {
        Tree::Then => units::then(rows, line, unit, time, ask.known_at)?,
        Tree::Now => units::latest(rows, line, unit)?,
    };
    let missing = || AskError::Unit {
        unit: unit.clone(),
        line: line.to_owned(),
        indicator: indicator.id.clone(),
    };
    let found = found.ok_or_else(missing)?;
    Ok(Some(match ask.own {
        true => Scope::Own { unit: unit.clone() },
        false => found,
    }))
}

/// Gives the line that an ask follows: its own, that of the indicator, or the usual one.
///
/// - Errors: a line that the organisation does not have.
pub(crate) fn line_of<'a>(
    packs: &Packs,
    ask: &'a Ask,
    indicator: &'a Indicator,
) -> Result<&'a str, AskError> {
    let Some(line) = &ask.line else {
        return Ok(indicator.line.as_deref().unwrap_or(DEFAULT_LINE));
    };
    let known = lines(packs);
    if known.contains(line) {
        return Ok(line);
    }
    Err(AskError::Line {
        line: line.clone(),
        known: known.join(", "),
    })
}

/// Lists the lines of an organisation, as the kind of links names them.
pub fn lines(packs: &Packs) -> Vec<String> {
    let field = packs
        .kind(UNIT_LINK)
        .and_then(|kind| kind.field("line").cloned());
    match field.map(|field| field.ty) {
        Some(FieldType::Choice(lines)) => lines,
        _ => Vec::new(),
    }
}

/// Finds an indicator, or says which name is near.
pub fn find_indicator<'p>(packs: &'p Packs, id: &str) -> Result<&'p Indicator, AskError> {
    packs.indicator(id).ok_or_else(|| {
        let hint = youju_declare::near(id, packs.indicators().map(|i| i.id.as_str()));
        AskError::Indicator(
            id.to_owned(),
            hint.map(|hint| format!("; {hint}")).unwrap_or_default(),
        )
    })
}

/// Computes a figure with its digest.
///
/// - Errors: all of [`AskError`].
pub fn figure(packs: &Packs, rows: &dyn Rows, ask: &Ask, head: i64) -> Result<Figure, AskError> {
    let (amount, count) = amount(packs, ask, head, &mut |ask| {
        Ok(Selection::new(packs, rows, ask)?.measure(rows)?)
    })?;
    let selection = Selection::new(packs, rows, ask)?;
    let counter = selection.indicator.counter.clone();
    Ok(Figure {
        digest: digest(packs, rows, ask, &selection)?,
        ask: ask.clone(),
        counter: counter.unwrap_or_else(|| "%".into()),
        amount,
        rows: count,
        known_at: ask.known_at.unwrap_or(head),
    })
}

/// How the number and the rows of a question are measured; of a share its part and its whole.
pub(crate) type Measuring<'m> = dyn FnMut(&Ask) -> Result<(Option<i64>, i64), AskError> + 'm;

/// Makes the number of a figure, and says how many rows it is made of.
///
/// - Errors: all of [`AskError`].
pub(crate) fn amount(
    packs: &Packs,
    ask: &Ask,
    head: i64,
    measure: &mut Measuring<'_>,
) -> Result<(Amount, u64), AskError> {
    if let Some(asked) = ask.known_at.filter(|seq| !(0..=head).contains(seq)) {
        return Err(AskError::KnownAt { asked, head });
    }
    let indicator = find_indicator(packs, &ask.indicator)?;
    let (measured, count) = measure(ask)?;
    let amount = match (&indicator.share_of, measured) {
        (Some(whole), Some(part)) => {
            let whole = Ask {
                indicator: whole.clone(),
                ..ask.clone()
            };
            match measure(&whole)?.0 {
                Some(total) if total > 0 => Amount::Share(part, total, indicator.decimals),
                _ => Amount::None,
            }
        }
        (None, Some(sum)) if indicator.measure == Measure::MeanQty => match count {
            0 => Amount::None,
            n => Amount::Mean(sum, n, indicator.decimals),
        },
        (None, Some(n)) if indicator.decimals > 0 => Amount::Scaled(n, indicator.decimals),
        (None, Some(n)) => Amount::Whole(n),
        (_, None) => Amount::None,
    };
    Ok((amount, u64::try_from(count).unwrap_or(0)))
}

/// What makes an indicator's numbers, as a text; the words by which it is called do not.
fn defining(indicator: &Indicator) -> String {
    let counted = (&indicator.id, &indicator.row_set, &indicator.filter);
    let made = (&indicator.measure, indicator.time, indicator.decimals);
    format!(
        "{counted:?} {made:?} {:?} {:?}",
        indicator.share_of, indicator.line
    )
}

/// SHA-256 over the definition, the question and every evidence row, of the whole of a share too.
fn digest(
    packs: &Packs,
    rows: &dyn Rows,
    ask: &Ask,
    selection: &Selection<'_>,
) -> Result<String, AskError> {
    let mut hash = Sha256::new();
    let mut add = |selection: &Selection<'_>| -> Result<(), AskError> {
        hash.update(defining(selection.indicator).as_bytes());
        let list = selection.set.columns().join(", ");
        for row in selection.query(rows, &list, &format!("order by {list}"))? {
            for value in &row {
                hash.update(value.to_string().as_bytes());
                hash.update([0x1f]);
            }
            hash.update([0x1e]);
        }
        Ok(())
    };
    add(selection)?;
    if let Some(whole) = &selection.indicator.share_of {
        add(&Selection::new(
            packs,
            rows,
            &Ask {
                indicator: whole.clone(),
                ..ask.clone()
            },
        )?)?;
    }
    let mut text = String::with_capacity(64);
    for byte in hash.finalize() {
        let _ = write!(text, "{byte:02x}");
    }
    Ok(text)
}
