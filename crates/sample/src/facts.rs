//! The list of facts, `demo/facts.toml`: sentences with figures, and what holds of each.

use crate::error::SampleError;
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeMap;
use youju_base::date::parse_day;
use youju_base::period::Period;
use youju_ledger::figure::Time;

/// The list as this program was built with it.
const LIST: &str = include_str!("../../../demo/facts.toml");

/// The whole list.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    /// The day on which the article appears.
    pub published_on: Date,
    /// Words that mean a unit in this article, beside the units' own names.
    pub aliases: BTreeMap<String, String>,
    /// The articles of the page, in order.
    pub pieces: Vec<Piece>,
    /// The facts by the name that sentences use.
    pub facts: BTreeMap<String, Fact>,
    /// What some of the facts say about one another.
    pub relations: Vec<Relation>,
}

/// One article about one unit.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Piece {
    /// Code of the unit.
    pub unit: String,
    /// Lines above the text.
    pub headlines: Vec<String>,
    /// Who wrote it.
    pub byline: String,
    /// Sentences by paragraph, with facts in braces.
    pub paragraphs: Vec<Vec<String>>,
}

/// One printed figure and what holds of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// As the text writes it, counter included.
    pub print: String,
    /// The indicator, unit and time that it speaks about; none where the ledger has no words for it, no time where it names none.
    pub of: Option<(String, String, Option<Time>)>,
    /// What the demo ledger holds there.
    pub holds: Option<String>,
    /// The verdict by its name.
    pub verdict: String,
}

/// A test over two or more facts and its outcome.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relation {
    /// GRIM, SUM, PP …
    pub code: String,
    /// Names of facts.
    pub facts: Vec<String>,
    /// `solved` or `impossible`.
    pub result: String,
    /// The number that the arithmetic gives, where it gives one.
    pub computed: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFacts {
    published_on: toml::value::Datetime,
    alias: BTreeMap<String, String>,
    article: Vec<Piece>,
    fact: BTreeMap<String, RawFact>,
    relation: Vec<Relation>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFact {
    print: String,
    of: Option<String>,
    on: Option<toml::value::Datetime>,
    within: Option<String>,
    holds: Option<String>,
    verdict: String,
    /// For the reader of the list.
    #[serde(rename = "why")]
    _why: Option<String>,
}

impl Facts {
    /// Reads the list that this program was built with.
    ///
    /// - Errors: a fault in the list: unknown keys, days or facts, a fact that no sentence or two sentences use.
    pub fn read() -> Result<Self, SampleError> {
        Self::parse(LIST)
    }

    fn parse(text: &str) -> Result<Self, SampleError> {
        let raw: RawFacts = toml::from_str(text).map_err(|e| fault(e.to_string()))?;
        let mut raw_facts = raw.fact;
        let mut facts = BTreeMap::new();
        for piece in &raw.article {
            for sentence in piece.paragraphs.iter().flatten() {
                for name in names(sentence) {
                    let fact = raw_facts.remove(name).ok_or_else(|| {
                        fault(format!("\"{name}\" is no fact, or stands in two sentences"))
                    })?;
                    facts.insert(name.to_owned(), read_fact(name, fact, &piece.unit)?);
                }
            }
        }
        if let Some(name) = raw_facts.keys().next() {
            return Err(fault(format!("no sentence names \"{name}\"")));
        }
        let mut named = raw.relation.iter().flat_map(|r| &r.facts);
        if let Some(name) = named.find(|name| !facts.contains_key(*name)) {
            return Err(fault(format!(
                "a relation names \"{name}\", which is no fact"
            )));
        }
        Ok(Self {
            published_on: read_day(&raw.published_on)?,
            aliases: raw.alias,
            pieces: raw.article,
            facts,
            relations: raw.relation,
        })
    }
}

/// Names the facts of a sentence in order: the words in braces.
pub(crate) fn names(sentence: &str) -> impl Iterator<Item = &str> {
    sentence
        .split('{')
        .skip(1)
        .filter_map(|part| Some(part.split_once('}')?.0))
}

fn read_fact(name: &str, raw: RawFact, unit: &str) -> Result<Fact, SampleError> {
    let time = match (raw.on, raw.within) {
        (None, None) => None,
        (Some(on), None) => Some(Time::On(read_day(&on)?)),
        (None, Some(within)) => Some(Time::Within(
            Period::parse(&within).map_err(|e| fault(format!("{name}: {e}")))?,
        )),
        (Some(_), Some(_)) => {
            return Err(fault(format!("{name} stands on a day and within a period")));
        }
    };
    let of = raw.of.map(|indicator| (indicator, unit.to_owned(), time));
    if of.is_none() && time.is_some() {
        return Err(fault(format!("{name} has a time and no indicator")));
    }
    Ok(Fact {
        print: raw.print,
        of,
        holds: raw.holds,
        verdict: raw.verdict,
    })
}

fn read_day(day: &toml::value::Datetime) -> Result<Date, SampleError> {
    parse_day(&day.to_string()).map_err(|e| fault(e.to_string()))
}

fn fault(why: String) -> SampleError {
    SampleError::Facts(why)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fact_stands_in_one_sentence() {
        let list = Facts::read().expect("the list of facts");
        assert!(list.facts.len() >= 30, "{}", list.facts.len());
        let twice = LIST.replace("{filed}", "{admitted}");
        assert_eq!(
            Facts::parse(&twice).expect_err("twice").to_string(),
            "the list of facts: \"admitted\" is no fact, or stands in two sentences"
        );
    }
}
