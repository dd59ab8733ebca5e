//! A report as blocks with its figures cited: what text, page and docx are made of.

use super::markdown::{self, Inline};
use super::owed::OwedMark;
use super::template::Found;
use crate::answer::Answer;
use crate::record::minute;
use crate::words::Words;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use youju_declare::{Lang, Packs};
use youju_ledger::conceal::{Shown, conceal};
use youju_ledger::figure::{Amount, Figure, Time};

pub use markdown::Block;

/// A report.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Document {
    /// What was asked.
    pub about: About,
    /// Its title.
    pub title: String,
    /// Its text, in which figures stand by their place in `figures`, from 0.
    #[serde(skip)]
    pub blocks: Vec<Block>,
    /// Every figure in it, in the order in which they appear.
    pub figures: Vec<Citation>,
    /// Figures of the running text that have a note, by their place; a note's number is its place here plus 1.
    #[serde(skip)]
    pub notes: Vec<usize>,
    /// What people read of each figure, in the order of `figures`.
    #[serde(skip)]
    pub sources: Vec<Source>,
    /// The text as people read it, for JSON.
    pub text: String,
}

/// What was asked when a report was written: enough to write it again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// `members.monthly`.
    pub report: String,
    /// The unit.
    pub unit: String,
    /// The day of its stocks, where it was said.
    pub on: Option<String>,
    /// The period of its flows.
    pub within: Option<String>,
    /// The last journal entry that was known.
    pub known_at: i64,
    /// The language of the template.
    pub lang: String,
    /// The records are made up.
    pub synthetic: bool,
}

/// A figure as printed, with what proves it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Citation {
    /// `members.total`.
    pub indicator: String,
    /// The unit whose subtree is counted; null for all.
    pub unit: Option<String>,
    /// Only what stands at the unit itself is counted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub own: bool,
    /// The day of a stock.
    pub on: Option<String>,
    /// The period of a flow.
    pub within: Option<String>,
    /// The close that covers it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<Closed>,
    /// Set where it is a number of duties: `indicator` is then a cadence, or a pack for all of its cadences.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owed: Option<OwedMark>,
    /// Last journal entry that was known.
    pub known_at: i64,
    /// The number as printed.
    pub value: String,
    /// 名, 人次, %.
    pub counter: String,
    /// How many evidence rows it is made of.
    pub rows: u64,
    /// SHA-256 over definition and rows.
    pub digest: String,
    /// Its number is kept from readers without a right to its rows, and with it what could give it away.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub concealed: bool,
}

/// The close that covers a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    /// Its entry in the journal.
    pub seq: i64,
    /// The day on which it was made.
    pub on: String,
}

/// What people read of a figure.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Source {
    /// The indicator's name.
    pub name: String,
    /// What is counted.
    pub definition: String,
    /// The unit's name.
    pub unit: String,
    /// The day or period, in words.
    pub time: String,
}

impl Closed {
    /// Prints it: `，封账（2022-07-05，第312号）`.
    pub(super) fn text(&self, words: &Words<'_>) -> String {
        words.fill("report.closed", &[("on", &self.on), ("seq", &self.seq)])
    }
}

impl Citation {
    fn new(found: &Found, words: &Words<'_>) -> Self {
        let (figure, closed) = match found {
            Found::Figure(figure, closed) => (figure, closed),
            Found::Owed(owed) => return owed.citation(&words.get("report.owed.counter")),
        };
        let closed = closed.as_ref().map(|mark| Closed {
            seq: mark.seq,
            // The day of Beijing time, without the minute.
            on: minute(&mark.at).chars().take(10).collect(),
        });
        let (on, within) = match figure.ask.time {
            Time::On(day) => (Some(day.to_string()), None),
            Time::Within(period) => (None, Some(super::span::code(period))),
        };
        Self {
            indicator: figure.ask.indicator.clone(),
            unit: figure.ask.unit.clone(),
            own: figure.ask.own,
            on,
            within,
            closed,
            known_at: figure.known_at,
            value: figure.amount.text(),
            counter: match figure.amount {
                Amount::None => String::new(),
                _ => figure.counter.clone(),
            },
            rows: figure.rows,
            digest: figure.digest.clone(),
            owed: None,
            concealed: false,
        }
    }

    /// What it counts, whatever its unit and time: the indicator; or duties.
    fn counted(&self) -> Counted<'_> {
        match &self.owed {
            None => (self.indicator.as_str(), false),
            // Duties of several cadences stand beside one another, and their outcomes make one sum.
            Some(_) => ("", true),
        }
    }

    /// Puts in place of its number what may be shown of it.
    fn conceal(&mut self, shown: Shown, limit: i64) {
        self.value = match shown {
            Shown::Plain => return,
            Shown::Small => format!("<{limit}"),
            Shown::Hidden => "*".into(),
        };
        self.concealed = true;
        self.rows = 0;
        self.digest = String::new();
    }

    /// The day or the period.
    pub fn time(&self) -> &str {
        let time = self.on.as_deref().or(self.within.as_deref());
        time.unwrap_or_default()
    }

    /// The command that shows the rows, without the folder of the ledger.
    pub fn command(&self, dir: &str) -> String {
        let unit = self.unit.as_ref().map(|unit| format!(" --unit {unit}"));
        let time = match (&self.on, &self.within) {
            (Some(day), _) => format!(" --on {day}"),
            (None, Some(period)) => format!(" --within {period}"),
            (None, None) => String::new(),
        };
        if let Some(OwedMark { outcome, today }) = &self.owed {
            let of = match self.indicator.contains('.') {
                true => "cadence",
                false => "pack",
            };
            return format!(
                "youju due {dir} --{of} {}{}{time} --outcome {outcome} --today {today} --known-at {}",
                self.indicator,
                unit.unwrap_or_default(),
                self.known_at
            );
        }
        format!(
            "youju rows {dir} {}{}{}{time} --known-at {}",
            self.indicator,
            unit.unwrap_or_default(),
            if self.own { " --own" } else { "" },
            self.known_at
        )
    }

    /// The first digits of the digest, for people.
    pub fn short_digest(&self) -> &str {
        self.digest.get(..8).unwrap_or(&self.digest)
    }
}

/// What a table says about the figures of one indicator below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableNote {
    /// `a`, `b`, … behind the name of the column or row, or behind each figure.
    pub mark: String,
    /// The sentence.
    pub text: String,
    /// Where the mark stands.
    pub place: NotePlace,
}

/// Where the mark of a table's note stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotePlace {
    /// Behind the name of a column.
    Column(usize),
    /// Behind the first cell of a row.
    Row(usize),
    /// Nowhere: the note names the indicator itself.
    Nowhere,
}

impl Document {
    /// Puts a filled template and its figures together.
    ///
    /// - Input: blocks whose figures are named by their place in `figures`.
    pub(super) fn new(
        about: About,
        mut blocks: Vec<Block>,
        found: &BTreeMap<usize, Found>,
        words: &Words<'_>,
    ) -> Self {
        let mut places: Vec<usize> = Vec::new();
        let mut noted: Vec<usize> = Vec::new();
        // Numbered as they appear; what a template asked and did not print is no figure of the report.
        for block in &mut blocks {
            let in_table = matches!(block, Block::Table(_));
            each_inline(block, &mut |inline| {
                let Inline::Figure(place, counter) = inline else {
                    return;
                };
                let Some(found) = found.get(place) else {
                    *inline = Inline::Text(String::new());
                    return;
                };
                if found
                    .figure()
                    .is_some_and(|figure| figure.amount == Amount::None)
                {
                    counter.clear();
                }
                let number = places.iter().position(|p| p == place).unwrap_or_else(|| {
                    places.push(*place);
                    places.len() - 1
                });
                *place = number;
                if !in_table && !noted.contains(&number) {
                    noted.push(number);
                }
            });
        }
        let cited: Vec<&Found> = places.iter().filter_map(|place| found.get(place)).collect();
        let mut citations: Vec<Citation> = cited
            .iter()
            .map(|found| Citation::new(found, words))
            .collect();
        let figures: Vec<Option<&Figure>> = cited.iter().map(|found| found.figure()).collect();
        if let Some(limit) = conceal_small(&mut citations, &figures, words.packs()) {
            let note = words.fill("report.concealed", &[("limit", &limit)]);
            let closing = blocks.iter().position(|b| matches!(b, Block::Closing(_)));
            let place = closing.unwrap_or(blocks.len());
            blocks.insert(place, Block::Paragraph(vec![Inline::Text(note)]));
        }
        let title = blocks.iter().find_map(|block| match block {
            Block::Heading(0, inlines) => Some(inlines.clone()),
            _ => None,
        });
        let mut document = Self {
            sources: cited
                .iter()
                .map(|found| match found {
                    Found::Figure(figure, _) => Source::new(figure, words),
                    Found::Owed(owed) => owed.source(words),
                })
                .collect(),
            figures: citations,
            notes: noted,
            title: String::new(),
            text: String::new(),
            about,
            blocks,
        };
        document.title = title.map_or_else(
            || document.about.report.clone(),
            |inlines| document.plain(&inlines),
        );
        document.text = document.to_text(words);
        document
    }

    /// Gives the number of a figure's note, from 1; none where it stands in tables only.
    pub fn note_number(&self, figure: usize) -> Option<usize> {
        self.notes
            .iter()
            .position(|place| *place == figure)
            .map(|n| n + 1)
    }

    /// Prints inlines without marks.
    pub(crate) fn plain(&self, inlines: &[Inline]) -> String {
        let text = inlines.iter().map(|inline| match inline {
            Inline::Text(text) | Inline::Strong(text) => text.clone(),
            Inline::Figure(place, counter) => {
                format!("{}{counter}", self.figures[*place].value)
            }
        });
        text.collect()
    }

    /// The sentence that names the source of one figure.
    pub(crate) fn note(&self, figure: usize, words: &Words<'_>) -> String {
        let (citation, source) = (&self.figures[figure], &self.sources[figure]);
        // The unit of the report itself goes without saying.
        let unit = match citation.unit.as_deref() {
            Some(unit) if unit == self.about.unit && !citation.own => String::new(),
            _ => words.fill("report.of_unit", &[("unit", &source.unit)]),
        };
        let key = if citation.concealed {
            "report.note_concealed"
        } else {
            "report.note"
        };
        let closed = citation.closed.as_ref().map(|closed| closed.text(words));
        words.fill(
            key,
            &[
                ("closed", &closed.unwrap_or_default()),
                ("name", &source.name),
                ("definition", &source.definition),
                ("unit", &unit),
                ("time", &source.time),
                ("seq", &citation.known_at),
                ("n", &citation.rows),
                ("digest", &citation.short_digest()),
            ],
        )
    }

    /// The notes of a table: one for each indicator in it.
    pub(crate) fn table_notes(&self, table: &markdown::Table, words: &Words<'_>) -> Vec<TableNote> {
        let mut groups: Vec<(Counted<'_>, Vec<Cell>)> = Vec::new();
        for (r, row) in table.rows.iter().enumerate() {
            for (c, cell) in row.iter().enumerate() {
                for inline in cell {
                    let Inline::Figure(place, _) = inline else {
                        continue;
                    };
                    let counted = self.figures[*place].counted();
                    match groups.iter_mut().find(|(known, _)| *known == counted) {
                        Some((_, cells)) => cells.push((r, c, *place)),
                        None => groups.push((counted, vec![(r, c, *place)])),
                    }
                }
            }
        }
        let notes = groups.iter().enumerate().map(|(i, (_, cells))| {
            let (row, column, first) = cells[0];
            let alone = |column: usize| {
                groups.iter().all(|(_, others)| {
                    others == cells || others.iter().all(|(_, c, _)| *c != column)
                })
            };
            let place = if cells.iter().all(|(_, c, _)| *c == column) && alone(column) {
                NotePlace::Column(column)
            } else if cells.iter().all(|(r, ..)| *r == row) {
                NotePlace::Row(row)
            } else {
                NotePlace::Nowhere
            };
            let figures = || cells.iter().map(|(.., place)| &self.figures[*place]);
            let source = &self.sources[first];
            let same = |part: fn(&Citation) -> Option<&str>| {
                figures().all(|f| part(f) == part(&self.figures[first]))
            };
            let own = figures().filter(|f| f.own).count();
            let unit = match self.figures[first].unit.as_deref() {
                _ if !same(|f| f.unit.as_deref()) || !(own == 0 || own == cells.len()) => {
                    words.get("report.each_unit")
                }
                Some(unit) if unit == self.about.unit && own == 0 => String::new(),
                _ => source.unit.clone(),
            };
            let unit = match unit.as_str() {
                "" => unit,
                unit => words.fill("report.of_unit", &[("unit", &unit)]),
            };
            let time = if same(|f| Some(f.time())) {
                source.time.clone()
            } else {
                words.get("report.each_time")
            };
            // A figure of the whole unit and time has the rows of all its parts; stocks of several days have no whole.
            let total = figures().find(|f| cells.len() > 1 && self.is_total(f));
            let total = total.filter(|f| f.on.is_none() || same(|f| f.on.as_deref()));
            let all_owed = |f: &&Citation| f.owed.as_ref().is_some_and(OwedMark::is_all);
            let rows = match total {
                // What was owed is the sum of how it stands.
                _ if figures().any(|f| all_owed(&f)) => {
                    figures().filter(all_owed).map(|f| f.rows).sum()
                }
                Some(total) => total.rows,
                None => figures().map(|f| f.rows).sum(),
            };
            let closes: Vec<&Closed> = figures().filter_map(|f| f.closed.as_ref()).collect();
            let closed = match closes.as_slice() {
                [] => String::new(),
                [one, others @ ..]
                    if closes.len() == cells.len() && others.iter().all(|c| c == one) =>
                {
                    one.text(words)
                }
                some => words.fill("report.closed_some", &[("n", &some.len())]),
            };
            let owed = self.figures[first].owed.is_some();
            let name = owed.then(|| words.get("report.owed.limits"));
            let text = words.fill(
                "report.table_note",
                &[
                    ("closed", &closed),
                    ("name", name.as_ref().unwrap_or(&source.name)),
                    ("definition", &source.definition),
                    ("unit", &unit),
                    ("time", &time),
                    ("seq", &self.about.known_at),
                    ("figures", &cells.len()),
                    ("n", &rows),
                ],
            );
            TableNote {
                mark: letter(i),
                text,
                place,
            }
        });
        notes.collect()
    }

    /// Says whether a figure is of the report's whole unit and whole time.
    fn is_total(&self, figure: &Citation) -> bool {
        let whole_time = figure.on.is_some() || figure.within == self.about.within;
        !figure.own && figure.unit.as_deref() == Some(&self.about.unit) && whole_time
    }

    /// How many of its figures lie in closed periods.
    pub(crate) fn closed(&self) -> usize {
        self.figures
            .iter()
            .filter(|figure| figure.closed.is_some())
            .count()
    }
}

impl Source {
    fn new(figure: &Figure, words: &Words<'_>) -> Self {
        let unit = figure.ask.unit.as_deref();
        Self {
            name: words.indicator(&figure.ask.indicator),
            definition: words.definition(&figure.ask.indicator),
            unit: unit.map_or_else(
                || words.get("figure.all_units"),
                |code| {
                    let name = words.unit(code).unwrap_or_else(|| code.to_owned());
                    match figure.ask.own {
                        true => words.fill("report.own", &[("unit", &name)]),
                        false => name,
                    }
                },
            ),
            time: match figure.ask.time {
                Time::On(day) => {
                    words.fill("report.on", &[("time", &super::span::day(day, words.lang))])
                }
                Time::Within(period) => super::span::text(period, words.lang),
            },
        }
    }
}

/// Conceals small numbers where the indicator asks for it. Indicators with `small_cell` that count the same rows for the
/// same unit and time are taken as the parts of one whole: if the parts alone cannot be kept, the whole is hidden too.
///
/// - Output: the largest of the limits below which something is not shown; none where all is.
fn conceal_small(
    citations: &mut [Citation],
    figures: &[Option<&Figure>],
    packs: &Packs,
) -> Option<i64> {
    let about = |place: usize| packs.indicator(&figures[place]?.ask.indicator);
    let limit = |place: usize| about(place).and_then(|i| i.small_cell).map(i64::from);
    let together = |a: usize, b: usize| {
        let (Some(left), Some(right)) = (figures[a], figures[b]) else {
            return false;
        };
        let (left, right) = (&left.ask, &right.ask);
        (&left.unit, left.own) == (&right.unit, right.own)
            && left.time == right.time
            && about(a).map(|i| &i.row_set) == about(b).map(|i| &i.row_set)
    };
    let mut limits = None;
    for first in 0..figures.len() {
        let Some(least) = limit(first) else { continue };
        let group: Vec<usize> = (0..figures.len()).filter(|p| together(first, *p)).collect();
        let parts: Vec<usize> = group
            .iter()
            .copied()
            .filter(|p| limit(*p).is_some())
            .collect();
        // Each group is looked at once, at its first part.
        if parts.first() != Some(&first) {
            continue;
        }
        let cells: Vec<i64> = parts
            .iter()
            .map(|p| {
                figures[*p]
                    .and_then(|figure| figure.amount.integer())
                    .unwrap_or(0)
            })
            .collect();
        let concealed = conceal(&cells, cells.iter().sum(), least);
        for (part, shown) in parts.iter().zip(&concealed.cells) {
            citations[*part].conceal(*shown, least);
        }
        for whole in group.iter().filter(|p| limit(**p).is_none()) {
            citations[*whole].conceal(concealed.total, least);
        }
        if group.iter().any(|p| citations[*p].concealed) {
            limits = limits.max(Some(least));
        }
    }
    limits
}

/// What figures of a table count: an indicator; or duties.
type Counted<'c> = (&'c str, bool);

/// A figure within a table: its row, its column, its place among the figures.
type Cell = (usize, usize, usize);

/// Names notes a, b, …, z, aa, ab, …
fn letter(place: usize) -> String {
    let last = char::from(b'a' + u8::try_from(place % 26).unwrap_or(0));
    match place / 26 {
        0 => last.to_string(),
        more => format!("{}{last}", letter(more - 1)),
    }
}

fn each_inline(block: &mut Block, change: &mut impl FnMut(&mut Inline)) {
    match block {
        Block::Heading(_, inlines)
        | Block::Paragraph(inlines)
        | Block::Item(_, inlines)
        | Block::Closing(inlines) => inlines.iter_mut().for_each(change),
        Block::Table(table) => {
            let cells = table.head.iter_mut().chain(table.rows.iter_mut().flatten());
            std::iter::once(&mut table.caption)
                .chain(cells)
                .flatten()
                .for_each(change);
        }
    }
}

impl Answer for Document {
    fn text(&self, words: &Words<'_>) -> String {
        let lang = Lang::ALL.into_iter().find(|l| l.code() == self.about.lang);
        self.to_text(&words.in_lang(lang.unwrap_or(words.lang)))
    }
}
