//! The five days on which the example region enters its records, and the persons it enters.

use crate::chance::Chance;
use crate::error::SampleError;
use crate::sheet::{Sheet, morning};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use youju_ledger::ledger::Ledger;

/// Opening balance; every later step goes by the rules.
pub(crate) const OPENING: Date = date(2018, 1, 5);
/// What happened until the end of 2021 is entered.
pub(crate) const NEW_YEAR: Date = date(2022, 1, 10);
/// The first half-year of 2022 is entered, and reported.
pub(crate) const HALF_YEAR: Date = date(2022, 7, 8);
/// The third quarter is entered, with what was late or wrong before.
pub(crate) const AUTUMN: Date = date(2022, 10, 8);
/// The units that stand otherwise since the new year are entered.
pub(crate) const NEXT_YEAR: Date = date(2023, 1, 9);
const DAYS: [Date; 5] = [OPENING, NEW_YEAR, HALF_YEAR, AUTUMN, NEXT_YEAR];

/// Everything the region enters, by the day of entry.
pub(crate) struct Story {
    sheets: [Sheet; 5],
    /// Name and day of birth of everybody, by code.
    persons: BTreeMap<String, (String, Date)>,
    pub chance: Chance,
}

impl Story {
    pub fn new(seed: u64) -> Self {
        Self {
            sheets: Default::default(),
            persons: BTreeMap::new(),
            chance: Chance::new(seed),
        }
    }

    /// Gives the sheet on which what happened on `day` is entered: the first one that is not earlier.
    pub fn on(&mut self, day: Date) -> &mut Sheet {
        let place = DAYS
            .iter()
            .position(|entered| day <= *entered)
            .unwrap_or(DAYS.len() - 1);
        &mut self.sheets[place]
    }

    /// Adds a record of something that happened on `day`.
    pub fn record(&mut self, day: Date, id: impl Into<String>, kind: &str, fields: Json) {
        self.on(day).record(id, kind, fields);
    }

    /// Introduces a person and gives the code. `line` is 甲, 乙, 丙: only these and a number make up a name.
    pub fn person(&mut self, unit: &str, line: char, day: Date) -> String {
        let number = self.persons.len() + 1;
        let code = format!("p-{number:04}");
        let birth_on = date(1965, 1, 1).saturating_add(self.chance.between(0, 30 * 365).days());
        let name = format!("示例{line}{number:04}");
        self.introduce(&code, unit, &name, birth_on, day);
        code
    }

    /// Introduces a person once more, as if by mistake, and gives the second code.
    pub fn person_again(&mut self, code: &str, unit: &str, day: Date) -> String {
        let (name, birth_on) = self.persons[code].clone();
        let second = format!("{code}b");
        self.introduce(&second, unit, &name, birth_on, day);
        second
    }

    /// Introduces a person under a given code and name.
    pub fn introduce(&mut self, code: &str, unit: &str, name: &str, birth_on: Date, day: Date) {
        self.persons
            .insert(code.to_owned(), (name.to_owned(), birth_on));
        let fields = json!({
            "unit": unit, "person": code, "name": name, "birth_on": birth_on.to_string(), "registered_on": day.to_string(),
        });
        self.record(day, format!("person-{code}"), "core.person", fields);
    }

    /// Adds a person's service at a unit and gives its id.
    pub fn serve(&mut self, code: &str, unit: &str, terms: &str, from: Date) -> String {
        let id = format!("service-{code}-{}", from.year());
        let fields =
            json!({ "unit": unit, "person": code, "terms": terms, "from_on": from.to_string() });
        self.record(from, id.clone(), "core.service", fields);
        id
    }

    /// Gives what is entered, without entering it.
    pub fn into_records(self) -> Vec<Json> {
        self.sheets
            .into_iter()
            .flat_map(Sheet::into_records)
            .collect()
    }

    /// Enters it all: five days, five commits.
    pub fn enter(self, ledger: &Ledger) -> Result<(), SampleError> {
        for (sheet, day) in self.sheets.into_iter().zip(DAYS) {
            sheet.enter(ledger, &morning(day))?;
        }
        Ok(())
    }
}

impl Story {
    /// Signs registers of a unit as complete from the start of the ledger until `until` (the first day not signed for).
    pub fn sign(&mut self, unit: &str, registers: &[&str], until: Date, signed: Date) {
        for register in registers {
            let fields = json!({
                "unit": unit, "register": register, "from_on": "2018-01-01", "until_on": until.to_string(),
                "signed_on": signed.to_string(), "signed_by": "示例台账负责人",
            });
            self.on(signed).record(
                format!("signature-{unit}-{register}-{until}"),
                "core.signature",
                fields,
            );
        }
    }
}

/// The day of the k-th of n things that are spread from one day to another; never on a weekend.
pub(crate) fn spread(from: Date, until: Date, k: usize, n: usize) -> Date {
    let days = (until - from).get_days();
    workday(from.saturating_add((i64::from(days) * k as i64 / n as i64).days()))
}

/// The day itself, or the nearest one that is no weekend.
pub(crate) fn workday(on: Date) -> Date {
    match on.weekday() {
        Weekday::Saturday => on.saturating_sub(1.day()),
        Weekday::Sunday => on.saturating_add(1.day()),
        _ => on,
    }
}

/// Every month from the opening to the last one that is entered in autumn.
pub(crate) fn months() -> impl Iterator<Item = (i16, i8)> {
    (OPENING.year()..=AUTUMN.year())
        .flat_map(|year| (1..=12).map(move |month| (year, month)))
        .filter(|at| *at < (AUTUMN.year(), AUTUMN.month()))
}
