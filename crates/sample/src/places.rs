//! Places of a text at which a ledger can hold something else: a phrase of the packs with its figure, unit and time.

use crate::article::Article;
use crate::printed::{Printed, Reading};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use std::collections::BTreeMap;
use youju_base::period::Period;
use youju_declare::{Indicator, Packs, Tense};
use youju_ledger::figure::Time;

/// One figure that the ledger can be made to hold, or not.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Place {
    /// Code points of number and counter.
    pub start: usize,
    pub end: usize,
    pub surface: String,
    pub indicator: String,
    pub unit: String,
    pub time: Time,
    pub printed: Printed,
    /// Written with 万 or 亿.
    pub scaled: bool,
    /// Told in words (没有一名), which a checker may take for another thing than the phrase alone: held as told, never changed.
    pub in_words: bool,
}

/// Gives the places of an article, which the list of facts knows.
pub(crate) fn known(article: &Article) -> Vec<Place> {
    let places = article.figures.iter().filter_map(|figure| {
        let (indicator, unit, time) = figure.fact.of.clone()?;
        let reading = Reading::at_start(&figure.fact.print);
        let in_words = reading.is_none();
        let (printed, scaled) = match reading {
            Some(reading) => (reading.printed, reading.scaled),
            None if figure.fact.holds.as_deref() == Some("0") => (Printed::Exactly(0), false),
            None => return None,
        };
        Some(Place {
            start: figure.start,
            end: figure.end,
            surface: figure.fact.print.clone(),
            indicator,
            unit,
            time: time?,
            printed,
            scaled,
            in_words,
        })
    });
    places.collect()
}

/// Words that may stand between the start of a clause and a phrase, or between a phrase and its number.
const BESIDE: [&str; 16] = [
    "目前",
    "截至目前",
    "现有",
    "现共有",
    "共有",
    "共",
    "有",
    "已",
    "累计",
    "总数",
    "人数",
    "数",
    "达到",
    "达",
    "为",
    "其中",
];

/// Finds places in any text by a plain search: the packs' words, then at once a number and the right counter.
///
/// - Input: names of units by which the text calls them; days are counted from `published_on`.
/// - Output: in the order of the text. What is not plain is left out: other word orders, other periods, other words beside.
pub(crate) fn found(
    text: &str,
    aliases: &BTreeMap<String, String>,
    published_on: Date,
    packs: &Packs,
) -> Vec<Place> {
    let page = Plain {
        chars: text.chars().collect(),
        aliases,
        published_on,
    };
    let mut phrases: Vec<(Vec<char>, &Indicator)> = packs
        .indicators()
        .filter(|i| !i.sensitive)
        .flat_map(|i| i.say.iter().map(move |words| (words.chars().collect(), i)))
        .collect();
    phrases.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    let mut places: Vec<Place> = Vec::new();
    for (words, indicator) in &phrases {
        for at in 0..page.chars.len() {
            if page.chars[at..].starts_with(words)
                && let Some(place) = page.place(at, at + words.len(), indicator)
                // The longest phrase before a number wins.
                && !places.iter().any(|p| p.start == place.start)
            {
                places.push(place);
            }
        }
    }
    places.sort_by_key(|p| p.start);
    places
}

struct Plain<'t> {
    chars: Vec<char>,
    aliases: &'t BTreeMap<String, String>,
    published_on: Date,
}

impl Plain<'_> {
    fn place(&self, phrase: usize, end: usize, indicator: &Indicator) -> Option<Place> {
        let mut number = end;
        while let Some(length) = self.beside(number) {
            number += length;
        }
        let reading = Reading::at_start(&self.text(number, (number + 24).min(self.chars.len())))?;
        let counter = indicator.counter.as_deref().unwrap_or("%");
        let stop = number
            + reading.length
            + self.counter(number + reading.length, counter, &reading.printed)?;
        let clause = self.back_to(phrase, "，,。；;、：:！？\n");
        self.is_neutral(clause, phrase).then_some(())?;
        Some(Place {
            start: number + reading.before,
            end: stop,
            surface: self.text(number, stop),
            indicator: indicator.id.clone(),
            unit: self.unit(phrase)?,
            time: self.time(phrase, indicator.time)?,
            printed: reading.printed,
            scaled: reading.scaled,
            in_words: false,
        })
    }

    /// Length of the counter at `at` if it is the indicator's own.
    fn counter(&self, at: usize, counter: &str, printed: &Printed) -> Option<usize> {
        if matches!(printed, Printed::Percent(_)) {
            return (counter == "%").then_some(0);
        }
        let rest = self.text(at, (at + 4).min(self.chars.len()));
        let persons = ["名", "人", "位"];
        let fitting: &[&str] = if persons.contains(&counter) {
            &persons
        } else {
            &[counter]
        };
        let own = fitting.iter().find(|c| rest.starts_with(**c))?;
        // 人 at the head of 人次 counts something else.
        (!rest.starts_with("人次") || *own == "人次").then(|| own.chars().count())
    }

    fn is_neutral(&self, start: usize, end: usize) -> bool {
        let mut at = start;
        while at < end {
            match self
                .beside(at)
                .or_else(|| self.name_at(at).map(|(length, _)| length))
                .or_else(|| self.period_at(at).map(|(length, _)| length))
            {
                Some(length) if at + length <= end => at += length,
                _ => return false,
            }
        }
        true
    }

    fn beside(&self, at: usize) -> Option<usize> {
        BESIDE
            .iter()
            .filter(|word| self.starts(at, word))
            .map(|word| word.chars().count())
            .max()
    }

    /// The unit named last before the phrase.
    fn unit(&self, phrase: usize) -> Option<String> {
        (0..phrase)
            .rev()
            .find_map(|at| self.name_at(at).filter(|(length, _)| at + length <= phrase))
            .map(|(_, code)| code)
    }

    /// The longest name of a unit at a place.
    fn name_at(&self, at: usize) -> Option<(usize, String)> {
        let names = self
            .aliases
            .iter()
            .filter(|(name, _)| self.starts(at, name));
        names
            .map(|(name, code)| (name.chars().count(), code.clone()))
            .max()
    }

    /// The time named last in the sentence before the phrase; a stock without one is of the day of publication.
    fn time(&self, phrase: usize, tense: Tense) -> Option<Time> {
        let sentence = self.back_to(phrase, "。！？\n");
        let said = (sentence..phrase).rev().find_map(|at| {
            self.period_at(at)
                .filter(|(length, _)| at + length <= phrase)
        });
        match (tense, said) {
            (Tense::Stock, None) => Some(Time::On(self.published_on)),
            (Tense::Stock, Some((_, period))) => {
                Some(Time::On(period.map_or(self.published_on, |p| p.last())))
            }
            (Tense::Flow, Some((_, Some(period)))) => Some(Time::Within(period)),
            (Tense::Flow, _) => None,
        }
    }

    /// A period word at a place; without a period where it means the day of publication.
    fn period_at(&self, at: usize) -> Option<(usize, Option<Period>)> {
        let year = self.published_on.year();
        let first = date(year, 1, 1);
        let until = self.published_on.tomorrow().ok()?;
        for word in ["截至目前", "目前"] {
            if self.starts(at, word) {
                return Some((word.chars().count(), None));
            }
        }
        if self.starts(at, "今年以来") {
            return Some((4, Period::new(first, until).ok()));
        }
        for (word, from, months) in [
            ("今年上半年", 1, 6),
            ("上半年", 1, 6),
            ("今年一季度", 1, 3),
            ("一季度", 1, 3),
        ] {
            if self.starts(at, word) {
                let from = date(year, from, 1);
                return Some((
                    word.chars().count(),
                    Period::new(from, from.saturating_add(months.months())).ok(),
                ));
            }
        }
        let written: String = self.chars.get(at..at + 4)?.iter().collect();
        let named: i16 = written.parse().ok().filter(|y| (1949..=year).contains(y))?;
        let own =
            self.starts(at + 4, "年") && !self.chars.get(at + 5).is_some_and(char::is_ascii_digit);
        (own && named < year).then(|| {
            (
                5,
                Period::new(date(named, 1, 1), date(named + 1, 1, 1)).ok(),
            )
        })
    }

    fn back_to(&self, at: usize, ends: &str) -> usize {
        (0..at)
            .rev()
            .find(|i| ends.contains(self.chars[*i]))
            .map_or(0, |i| i + 1)
    }

    fn starts(&self, at: usize, word: &str) -> bool {
        word.chars()
            .enumerate()
            .all(|(i, c)| self.chars.get(at + i) == Some(&c))
    }

    fn text(&self, start: usize, end: usize) -> String {
        self.chars[start..end].iter().collect()
    }
}
