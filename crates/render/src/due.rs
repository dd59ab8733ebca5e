//! What is owed, as people read it: overdue, this week, this month, later, done.

use crate::answer::Answer;
use crate::layout::columns;
use crate::outcome::Written;
use crate::row::Cell;
use crate::table::{ColumnKind, Table};
use crate::words::Words;
use icalendar::{Calendar, Component, Event, Property};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;
use youju_base::period::Period;
use youju_declare::Packs;
use youju_ledger::due::{self, Outcome};

/// Duties shown in one group of the text at most, where not all are asked for.
const SHOWN: usize = 40;

/// Everything that is owed, in the order in which it is read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Due {
    /// The unit whose subtree owes; null for all.
    pub unit: Option<String>,
    /// The day from which it was looked at.
    pub today: String,
    /// The period in which it falls due: first and last day.
    pub within: String,
    /// Whether what is overdue from before the period stands here too.
    pub arrears: bool,
    /// How many there are, by group.
    pub counts: BTreeMap<&'static str, usize>,
    /// The duties.
    pub obligations: Vec<Obligation>,
    /// The records are made up.
    pub synthetic: bool,
    /// All lines are shown as text.
    #[serde(skip)]
    all: bool,
    /// Names of persons by code, shown as text only.
    #[serde(skip)]
    persons: BTreeMap<String, String>,
}

/// One duty.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Obligation {
    /// overdue, uncertain, this_week, this_month, later, done, not_yet.
    pub group: Group,
    /// `members.talk_within_a_month`.
    pub cadence: String,
    /// Who owes it.
    pub unit: String,
    /// The person's code, or whatever else it is about.
    pub about: Vec<String>,
    /// Whether it is about a person.
    pub about_person: bool,
    /// The record that began it.
    pub began_by: Option<String>,
    /// The calendar span: first and last day.
    pub span: Option<String>,
    /// First day on which it can be done.
    pub opens: String,
    /// Last day in time.
    pub due: String,
    /// Last day before it is overdue.
    pub last: String,
    /// overdue, open, provisional, late, met, exempt, not-yet-born.
    pub outcome: &'static str,
    /// Days past its last day: until it was done, or until today.
    pub days_late: Option<i32>,
    /// The day on which it was done.
    pub met_on: Option<String>,
    /// The records that fulfil it.
    pub met_by: Vec<String>,
    /// The due day counts working days of a year without a published notice.
    pub provisional: bool,
    /// It is late, must be explained, and is not.
    pub reason_owed: bool,
    /// The record that explains it.
    pub reason: Option<String>,
    /// Where it is written.
    pub basis: Option<Written>,
}

/// How duties are grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// Not done, and its last day is past.
    Overdue,
    /// Not done, and its day is not certain.
    Uncertain,
    /// Due in the running week, to its Sunday.
    ThisWeek,
    /// Due in the rest of the running month.
    ThisMonth,
    /// Due after it.
    Later,
    /// Done, late or not, or released.
    Done,
    /// Nothing stood yet that could owe it.
    NotYet,
}

impl Group {
    fn of(obligation: &due::Obligation, today: Date) -> Self {
        let to_sunday = 7 - i64::from(today.weekday().to_monday_one_offset());
        let sunday = today.checked_add(to_sunday.days()).unwrap_or(today);
        match obligation.outcome {
            Outcome::Overdue => Self::Overdue,
            Outcome::Provisional => Self::Uncertain,
            Outcome::Open if obligation.last <= sunday => Self::ThisWeek,
            Outcome::Open if obligation.last <= today.last_of_month() => Self::ThisMonth,
            Outcome::Open => Self::Later,
            Outcome::Late | Outcome::Met | Outcome::Exempt => Self::Done,
            Outcome::NotYetBorn => Self::NotYet,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Uncertain => "uncertain",
            Self::ThisWeek => "this_week",
            Self::ThisMonth => "this_month",
            Self::Later => "later",
            Self::Done => "done",
            Self::NotYet => "not_yet",
        }
    }
}

impl Due {
    /// Takes over what the ledger answered.
    pub fn new(
        ask: &due::DueAsk,
        found: &[due::Obligation],
        packs: &Packs,
        synthetic: bool,
    ) -> Self {
        let mut obligations: Vec<Obligation> = found
            .iter()
            .map(|one| Obligation::new(one, packs, ask.today))
            .collect();
        // The ledger's order is by due day, unit and cadence; a stable sort keeps it within each group.
        obligations.sort_by_key(|one| one.group);
        let mut counts = BTreeMap::new();
        for one in &obligations {
            *counts.entry(one.group.word()).or_default() += 1;
        }
        Self {
            unit: ask.unit.clone(),
            today: ask.today.to_string(),
            within: ask.within.to_string(),
            arrears: ask.arrears,
            counts,
            obligations,
            synthetic,
            all: false,
            persons: BTreeMap::new(),
        }
    }

    /// Adds the names of persons by code, for the text.
    pub fn with_persons(self, persons: BTreeMap<String, String>) -> Self {
        Self { persons, ..self }
    }

    /// Shows every line as text.
    pub fn with_all(self, all: bool) -> Self {
        Self { all, ..self }
    }

    /// Each duty once, with where it is written.
    fn bases(&self, words: &Words<'_>) -> Vec<Vec<String>> {
        let bases: BTreeMap<&str, &Written> = self
            .obligations
            .iter()
            .filter_map(|one| Some((one.cadence.as_str(), one.basis.as_ref()?)))
            .collect();
        let line =
            |(cadence, basis): (&str, &Written)| vec![words.cadence(cadence), basis.place(words)];
        bases.into_iter().map(line).collect()
    }

    /// Writes an iCalendar file: one whole-day entry for each duty not yet done, by its due day.
    ///
    /// - Input: `at` is the instant of writing, `20220930T040000Z`.
    /// - Output: no names of persons; the same duty always has the same UID.
    pub fn calendar(&self, at: &str, words: &Words<'_>) -> String {
        let mut calendar = Calendar::empty();
        calendar.append_property(("VERSION", "2.0"));
        calendar.append_property(("PRODID", "-//youju//due//ZH"));
        calendar.append_property(("CALSCALE", "GREGORIAN"));
        let title = match &self.unit {
            Some(unit) => words.unit(unit).unwrap_or_else(|| unit.clone()),
            None => words.get("figure.all_units"),
        };
        calendar.name(&words.fill("due.calendar", &[("unit", &title)]));
        for one in &self.obligations {
            if !matches!(one.group, Group::Done | Group::NotYet) {
                calendar.push(one.event(at, self.synthetic, words));
            }
        }
        calendar.to_string()
    }
}

impl Obligation {
    fn new(one: &due::Obligation, packs: &Packs, today: Date) -> Self {
        let day = match one.outcome {
            Outcome::Overdue => Some(today),
            Outcome::Late => one.met_on,
            _ => None,
        };
        Self {
            group: Group::of(one, today),
            cadence: one.cadence.clone(),
            unit: one.unit.clone(),
            about: one.about.clone(),
            about_person: one.about_person,
            began_by: one.began_by.clone(),
            span: one.span.map(|span| span.to_string()),
            opens: one.opens.to_string(),
            due: one.due.to_string(),
            last: one.last.to_string(),
            outcome: one.outcome.word(),
            days_late: day.map(|day| (day - one.last).get_days()),
            met_on: one.met_on.map(|day| day.to_string()),
            met_by: one.met_by.clone(),
            provisional: one.provisional,
            reason_owed: one.reason_owed,
            reason: one.reason.clone(),
            basis: packs.cadence(&one.cadence).map(|c| Written::new(&c.basis)),
        }
    }

    /// What is owed, with its span: `一月一调度（2022-08）`.
    fn what(&self, words: &Words<'_>) -> String {
        let name = words.cadence(&self.cadence);
        match &self.span {
            Some(span) => words.fill(
                "due.in_span",
                &[("name", &name), ("span", &short(span, words))],
            ),
            None => name,
        }
    }

    fn how(&self, words: &Words<'_>) -> String {
        let days = self.days_late.unwrap_or_default();
        let met_on = self.met_on.as_deref().unwrap_or_default();
        let mut text = words.fill(
            &format!("due.{}", self.outcome),
            &[("days", &days), ("day", &met_on)],
        );
        if self.reason_owed {
            text = words.fill("due.reason_owed", &[("how", &text)]);
        } else if self.reason.is_some() {
            text = words.fill("due.reason_given", &[("how", &text)]);
        }
        text
    }

    fn cells(&self, persons: &BTreeMap<String, String>, words: &Words<'_>) -> Vec<String> {
        let about = self.about.iter().map(|code| match persons.get(code) {
            Some(name) if self.about_person => format!("{name} {code}"),
            _ => code.clone(),
        });
        let due = match self.provisional {
            true => words.join(&self.due, &words.get("due.uncertain_mark")),
            false => self.due.clone(),
        };
        vec![
            due,
            self.what(words),
            words.unit_and_code(&self.unit),
            about.collect::<Vec<_>>().join(" "),
            self.how(words),
        ]
    }

    fn event(&self, at: &str, synthetic: bool, words: &Words<'_>) -> Event {
        let day = |text: &str| text.replace('-', "");
        let next = youju_base::date::parse_day(&self.due)
            .ok()
            .and_then(|due| due.tomorrow().ok());
        let next = next.map_or_else(|| self.due.clone(), |day| day.to_string());
        let unit = words.unit(&self.unit).unwrap_or_else(|| self.unit.clone());
        // How it stands changes from day to day, and the entry stays.
        let mut about: Vec<String> = self.basis.iter().map(|b| b.place(words)).collect();
        about.extend(self.about.iter().cloned());
        about.extend(synthetic.then(|| words.get("synthetic.figure")));
        let mut event = Event::with_uid(&self.uid());
        event.add_property("DTSTAMP", at);
        let date = |key: &str, text: &str| {
            let mut property = Property::new(key, day(text));
            property.add_parameter("VALUE", "DATE");
            property
        };
        event.append_property(date("DTSTART", &self.due));
        event.append_property(date("DTEND", &next));
        // A deadline takes nobody's time.
        event.add_property("TRANSP", "TRANSPARENT");
        event.summary(&words.fill("due.event", &[("what", &self.what(words)), ("unit", &unit)]));
        event.description(&about.join("\n"));
        event.done()
    }

    /// Names the duty for good: by what it is, not by its day, which may move.
    fn uid(&self) -> String {
        let which = match (&self.span, &self.began_by) {
            (Some(span), _) => span.clone(),
            (None, Some(record)) => record.clone(),
            (None, None) => self.opens.clone(),
        };
        let about = self.about.join("+");
        let parts = [&self.cadence, &self.unit, &about, &which];
        let parts = parts.map(|part| part.replace(['/', '@', ' '], "_"));
        format!("{}@youju", parts.join("/"))
    }
}

/// A span as people name it: `2022-08`, `2022Q3`, `2022H1`, `2022`.
fn short(span: &str, words: &Words<'_>) -> String {
    let Ok(period) = Period::parse(span) else {
        return span.to_owned();
    };
    let (year, month) = (period.from.year(), period.from.month());
    let (key, n) = match period.days() {
        0..=31 => ("due.month", month),
        32..=93 => ("due.quarter", (month + 2) / 3),
        94..=190 if month == 1 => ("due.first_half", 1),
        94..=190 => ("due.second_half", 2),
        _ => ("due.year", 1),
    };
    words.fill(key, &[("year", &year), ("n", &n)])
}

impl Answer for Due {
    fn text(&self, words: &Words<'_>) -> String {
        let unit = match &self.unit {
            Some(code) => words.unit_and_code(code),
            None => words.get("figure.all_units"),
        };
        let key = if self.arrears {
            "due.head_arrears"
        } else {
            "due.head"
        };
        let mut lines = vec![words.fill(
            key,
            &[
                ("unit", &unit),
                ("within", &self.within),
                ("today", &self.today),
            ],
        )];
        if self.obligations.is_empty() {
            lines.push(format!("  {}", words.get("due.nothing")));
        }
        for group in self.obligations.chunk_by(|a, b| a.group == b.group) {
            let key = format!("due.group.{}", group[0].group.word());
            lines.push(format!("\n{}", words.fill(&key, &[("n", &group.len())])));
            let shown = if self.all { group.len() } else { SHOWN };
            let rows: Vec<Vec<String>> = group
                .iter()
                .take(shown)
                .map(|one| one.cells(&self.persons, words))
                .collect();
            lines.push(columns(&without_empty(rows), &[], 2));
            if group.len() > shown {
                let more = group.len() - shown;
                lines.push(format!("  {}", words.fill("due.more", &[("n", &more)])));
            }
        }
        if !self.obligations.is_empty() {
            lines.push(format!("\n{}", words.get("due.bases")));
            lines.push(columns(&self.bases(words), &[], 2));
        }
        let owed = self.obligations.iter().filter(|one| one.reason_owed);
        if let Some(first) = owed.clone().next() {
            let slots: &[(&str, &dyn std::fmt::Display)] = &[
                ("n", &owed.count()),
                ("cadence", &first.cadence),
                ("unit", &first.unit),
                ("due", &first.due),
            ];
            lines.push(format!("\n→ {}", words.fill("due.give_reason", slots)));
        }
        if self.obligations.iter().any(|one| one.provisional) {
            lines.push(format!("\n→ {}", words.get("due.give_notice")));
        }
        if self.synthetic {
            lines.push(format!("\n{}", words.get("synthetic.figure")));
        }
        lines.join("\n")
    }

    fn table(&self, words: &Words<'_>) -> Option<Table> {
        let unit = match &self.unit {
            Some(code) => words.unit_and_code(code),
            None => words.get("figure.all_units"),
        };
        let heads = [
            (words.get("due.day"), ColumnKind::Date),
            (words.get("due.what"), ColumnKind::Text),
            (words.get("column.unit"), ColumnKind::Text),
            (words.get("due.about"), ColumnKind::Text),
            (words.get("due.how"), ColumnKind::Text),
            (words.get("due.bases"), ColumnKind::Text),
        ];
        let title = words.fill("due.calendar", &[("unit", &unit)]);
        let mut table = heads
            .into_iter()
            .fold(Table::new(title), |table, (head, kind)| {
                table.column(head, kind)
            })
            .stamp(words.get("due.day"), self.within.as_str())
            .synthetic(self.synthetic, words);
        table.rows = self
            .obligations
            .iter()
            .map(|one| {
                let mut cells = one.cells(&self.persons, words);
                cells[0].clone_from(&one.due);
                let basis = one.basis.as_ref().map(|basis| basis.place(words));
                cells.push(basis.unwrap_or_default());
                cells.into_iter().map(Cell::Text).collect()
            })
            .collect();
        Some(table)
    }
}

/// Leaves out columns in which no row has anything.
fn without_empty(rows: Vec<Vec<String>>) -> Vec<Vec<String>> {
    let full: Vec<bool> = (0..rows.first().map_or(0, Vec::len))
        .map(|i| rows.iter().any(|row| !row[i].is_empty()))
        .collect();
    let kept = |row: Vec<String>| {
        let cells = row.into_iter().zip(&full);
        cells
            .filter(|(_, full)| **full)
            .map(|(cell, _)| cell)
            .collect()
    };
    rows.into_iter().map(kept).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use youju_declare::Lang;
    use youju_ledger::due::DueAsk;

    fn obligation() -> due::Obligation {
        let day = |text: &str| text.parse().expect("a day");
        due::Obligation {
            cadence: "tasks.report".into(),
            unit: "b1".into(),
            about: vec!["p-1".into()],
            about_person: true,
            began_by: Some("r1".into()),
            span: None,
            opens: day("2022-09-01"),
            due: day("2022-09-30"),
            last: day("2022-09-30"),
            outcome: Outcome::Open,
            met_on: None,
            met_by: Vec::new(),
            provisional: false,
            reason_owed: false,
            reason: None,
        }
    }

    fn due(today: &str, obligations: &[due::Obligation]) -> Due {
        let today = today.parse().expect("a day");
        let ask = DueAsk::new(Period::parse("2022-09").expect("a month"), today);
        Due::new(&ask, obligations, &Packs::default(), false)
    }

    #[test]
    fn weeks_end_on_sunday_and_months_on_their_last_day() {
        let group = |today: &str| due(today, &[obligation()]).obligations[0].group;
        // 2022-09-30 is a Friday.
        assert_eq!(group("2022-09-26"), Group::ThisWeek);
        assert_eq!(group("2022-09-25"), Group::ThisMonth);
        assert_eq!(group("2022-08-31"), Group::Later);
    }

    #[test]
    fn the_calendar_file_is_read_back_and_names_nobody() {
        let packs = Packs::default();
        let words = Words::new(Lang::Zh, &packs);
        let names = BTreeMap::from([("p-1".to_owned(), "示例甲".to_owned())]);
        let written = due("2022-09-01", &[obligation()])
            .with_persons(names)
            .calendar("20220901T040000Z", &words);
        assert!(!written.contains("示例甲"), "{written}");
        let read: Calendar = written.parse().expect("an iCalendar file");
        let events: Vec<&Event> = read.events().collect();
        assert_eq!(events.len(), 1);
        assert_eq!(
            events[0].property_value("DTSTART"),
            Some("20220930"),
            "{written}"
        );
        assert_eq!(events[0].property_value("DTEND"), Some("20221001"));
        assert_eq!(events[0].get_uid(), Some("tasks.report/b1/p-1/r1@youju"));
        assert_eq!(events[0].get_summary(), Some("tasks.report · b1"));
    }
}
