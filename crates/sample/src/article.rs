//! The example article, written out of the list of facts, with what a check must find in it.

use crate::error::SampleError;
use crate::facts::{Fact, Facts, Relation};
use crate::region::units;
use jiff::civil::Date;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A text with its figures.
#[derive(Debug, Clone, PartialEq)]
pub struct Article {
    /// The text.
    pub text: String,
    /// The day on which it appears.
    pub published_on: Date,
    /// Names of units as the text writes them, by code.
    pub aliases: BTreeMap<String, String>,
    /// Its figures in order.
    pub figures: Vec<Figure>,
    /// What some of them say about one another.
    pub relations: Vec<Relation>,
}

/// One figure of the text.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Name in the list of facts.
    pub name: String,
    /// First code point.
    pub start: usize,
    /// Code point after the last.
    pub end: usize,
    /// What holds of it.
    pub fact: Fact,
}

/// Writes the example article from the list of facts.
///
/// - Errors: a fault in the list.
pub fn article() -> Result<Article, SampleError> {
    Ok(write(&Facts::read()?, |_| true))
}

/// Writes the sentences of the article that are true of the demo ledger or outside of it, for the blind page.
pub(crate) fn true_sentences() -> Result<Article, SampleError> {
    let list = Facts::read()?;
    let holds = |sentence: &str| {
        crate::facts::names(sentence).all(|name| {
            let fact = &list.facts[name];
            matches!(fact.verdict.as_str(), "confirmed" | "consistent") || fact.of.is_none()
        })
    };
    Ok(write(&list, holds))
}

impl Article {
    /// Gives the expected findings in the shape of the answer of `check`: claims and relations that prove something.
    pub fn expected(&self) -> Json {
        let place = |name: &String| {
            self.figures
                .iter()
                .position(|f| f.name == *name)
                .map_or(0, |k| k + 1)
        };
        let claims: Vec<Json> = self
            .figures
            .iter()
            .map(|figure| {
                let bound = figure.fact.of.as_ref().map(|(indicator, unit, _)| json!({ "indicator": indicator, "unit": unit }));
                json!({
                    "fact": figure.name, "start": figure.start, "end": figure.end, "surface": figure.fact.print,
                    "binding": bound, "ledger": figure.fact.holds, "verdict": figure.fact.verdict,
                })
            })
            .collect();
        let relations: Vec<Json> = self
            .relations
            .iter()
            .map(|r| json!({ "code": r.code, "claims": r.facts.iter().map(place).collect::<Vec<_>>(), "result": r.result, "computed": r.computed }))
            .collect();
        json!({ "published_on": self.published_on.to_string(), "claims": claims, "relations": relations })
    }

    /// Gives the alias file for the article.
    pub fn alias_file(&self) -> String {
        let mut file = format!(
            "# Words of the example article that mean a unit, beside the units' own names.\npublished_on = {}\n\n[alias]\n",
            self.published_on
        );
        for (name, unit) in &self.aliases {
            let _ = writeln!(file, "\"{name}\" = \"{unit}\"");
        }
        file
    }
}

fn write(list: &Facts, keep: impl Fn(&str) -> bool) -> Article {
    let mut page = Page {
        text: String::new(),
        length: 0,
        figures: Vec::new(),
    };
    for piece in &list.pieces {
        for line in piece.headlines.iter().chain([&piece.byline]) {
            page.put(line);
            page.put("\n");
        }
        page.put("\n");
        for paragraph in &piece.paragraphs {
            let kept: Vec<&String> = paragraph.iter().filter(|sentence| keep(sentence)).collect();
            for sentence in &kept {
                page.sentence(sentence, list);
            }
            if !kept.is_empty() {
                page.put("\n\n");
            }
        }
    }
    let text = format!("{}\n", page.text.trim_end());
    Article {
        text,
        published_on: list.published_on,
        aliases: list.aliases.clone(),
        figures: page.figures,
        relations: list.relations.clone(),
    }
}

struct Page {
    text: String,
    /// In code points.
    length: usize,
    figures: Vec<Figure>,
}

impl Page {
    fn put(&mut self, text: &str) {
        self.text.push_str(text);
        self.length += text.chars().count();
    }

    fn sentence(&mut self, sentence: &str, list: &Facts) {
        for (k, part) in sentence.split('{').enumerate() {
            let Some((name, rest)) = part.split_once('}').filter(|_| k > 0) else {
                self.put(part);
                continue;
            };
            let fact = list.facts[name].clone();
            let start = self.length;
            self.put(&fact.print);
            self.figures.push(Figure {
                name: name.to_owned(),
                start,
                end: self.length,
                fact,
            });
            self.put(rest);
        }
    }
}

/// Names of all units of the region and of the article's own words, by code.
pub(crate) fn all_names(article: &Article) -> BTreeMap<String, String> {
    let own = units().into_iter().flat_map(|unit| {
        let code = unit.code.clone();
        [Some(unit.name), unit.short]
            .into_iter()
            .flatten()
            .map(move |name| (name, code.clone()))
    });
    own.chain(article.aliases.clone()).collect()
}
