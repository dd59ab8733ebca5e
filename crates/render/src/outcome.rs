//! What became of a submission.

use crate::answer::Answer;
use crate::layout::{LINE, labelled};
use crate::row::Row;
use crate::words::Words;
use serde::Serialize;
use serde_json::Value as Json;
use youju_declare::{Basis, FieldType, Lang, Verified};
use youju_ledger::outcome::{self, Accepted, Refused, Violation};
use youju_ledger::problem::Problem;
use youju_ledger::submission::{Action, Submission};
use youju_proofread::{kept, read_figure};

/// Evidence ids that a refusal names before it only counts them.
const SHOWN: usize = 6;

/// The answer to one submission.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// It stands in the journal.
    Accepted {
        /// The entry's id; of a new record, the record's.
        id: String,
        /// Place in the journal.
        seq: i64,
        /// True when the same had been accepted before.
        repeated: bool,
        /// Rules that warned.
        warnings: Vec<Broken>,
        /// Rules passed by the exception named.
        excepted: Vec<String>,
        /// Journal entries of the closes that it restates.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        restates: Vec<i64>,
        /// What stands in it as the figure of an earlier document and cannot be read as a number.
        #[serde(skip_serializing_if = "Option::is_none")]
        unread: Option<String>,
    },
    /// The rules say no.
    Refused {
        /// The id that it bore; it is free again.
        id: String,
        /// Place of the refusal in the journal.
        seq: i64,
        /// Every rule that was broken, hardest first.
        refusals: Vec<Broken>,
    },
    /// Its form has faults; nothing was kept.
    Invalid {
        /// All of them.
        problems: Vec<Fault>,
    },
}

/// One rule that is broken.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Broken {
    /// `pack.rule`.
    pub rule: String,
    /// H, S, W, L.
    pub hardness: &'static str,
    /// What is wrong, with its values.
    pub message: String,
    /// Where it is written.
    pub basis: Written,
    /// What to do instead; none for a warning.
    pub way_out: Option<String>,
    /// What the rule's SQL returned.
    pub rows: Vec<Row>,
    /// Ids of the records that prove it.
    pub records: Vec<String>,
    /// True if other records could make it pass.
    pub may_pass_later: bool,
}

/// A basis: instrument, article, quote, and how well it was checked.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Written {
    /// Name of the instrument.
    pub instrument: String,
    /// Article; `unknown` where the text was not seen.
    pub article: String,
    /// A few words of it.
    pub quote: Option<String>,
    /// V official text seen, V2 secondary source, U unverified.
    pub verified: &'static str,
}

/// One fault of form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// The field; empty where the whole is meant.
    pub field: String,
    /// What is wrong.
    pub message: String,
    /// The way out; may be empty.
    pub hint: String,
}

impl Outcome {
    /// Takes over the ledger's answer to `sent`.
    pub fn new(sent: &Submission, outcome: &outcome::Outcome, words: &Words<'_>) -> Self {
        let broken = |v: &Vec<Violation>| v.iter().map(|v| Broken::new(v, words)).collect();
        match outcome {
            outcome::Outcome::Accepted(Accepted {
                id,
                seq,
                repeated,
                warned,
                warnings,
                excepted,
                restates,
            }) => Self::Accepted {
                id: id.to_string(),
                seq: *seq,
                repeated: *repeated,
                warnings: match warnings.is_empty() {
                    // A repeat knows which rules had warned, but no longer by which rows.
                    true => warned.iter().map(|w| Broken::bare(w, words)).collect(),
                    false => broken(warnings),
                },
                excepted: excepted.clone(),
                restates: restates.clone(),
                unread: unread(sent),
            },
            outcome::Outcome::Refused(Refused { seq, violations }) => Self::Refused {
                id: sent.id.to_string(),
                seq: *seq,
                refusals: broken(violations),
            },
        }
    }

    /// Takes over faults of form.
    pub fn invalid(problems: &[Problem], words: &Words<'_>) -> Self {
        Self::Invalid {
            problems: problems.iter().map(|p| Fault::new(p).said(words)).collect(),
        }
    }
}

/// What stands as the figure of an earlier document in a new record, if it is no number that can be read.
fn unread(sent: &Submission) -> Option<String> {
    let Action::Record { kind, fields, .. } = &sent.action else {
        return None;
    };
    let text = |field: &str| fields.get(field).and_then(Json::as_str).map(str::to_owned);
    let printed = kept::printed(&text("printed")?, text("counter").as_ref());
    (kind == kept::PUBLISHED && read_figure(&printed).is_none()).then_some(printed)
}

/// Says that a printed figure cannot be read, and what follows.
pub(crate) fn said_unread(printed: &str, words: &Words<'_>) -> String {
    words.fill("outcome.unread", &[("printed", &printed)])
}

impl Broken {
    pub(crate) fn new(violation: &Violation, words: &Words<'_>) -> Self {
        let rule = words.packs().rule(&violation.rule);
        let value = |slot: &str| {
            let value = violation.slots.get(slot)?;
            let named = rule.and_then(|r| words.packs().choice_words(words.lang, r, slot, value));
            let named = named.or_else(|| words.unit(value).filter(|_| holds_unit(words, slot)));
            Some(named.unwrap_or_else(|| value.clone()))
        };
        let message = rule.and_then(|rule| words.packs().rule_message(words.lang, rule));
        let way_out = rule
            .filter(|rule| rule.hardness.can_refuse())
            .and_then(|rule| words.packs().way_out(words.lang, rule));
        Self {
            rule: violation.rule.clone(),
            hardness: violation.hardness.letter(),
            message: message.map_or_else(|| violation.rule.clone(), |t| t.fill(value)),
            basis: Written::new(&violation.basis),
            way_out: way_out.map(|t| t.fill(value)),
            rows: violation
                .returned
                .iter()
                .map(|row| Row::new(row.iter().map(|(c, v)| (c.as_str(), v))))
                .collect(),
            records: violation.records.clone(),
            may_pass_later: violation.may_pass_later,
        }
    }

    /// A rule that warned earlier: its title instead of its message, for the values are no longer known.
    fn bare(rule: &str, words: &Words<'_>) -> Self {
        let known = words.packs().rule(rule);
        Self {
            rule: rule.to_owned(),
            hardness: known.map_or("W", |r| r.hardness.letter()),
            message: known.map_or_else(|| rule.to_owned(), |r| r.about.clone()),
            basis: known.map_or_else(Written::unknown, |r| Written::new(&r.basis)),
            way_out: None,
            rows: Vec::new(),
            records: Vec::new(),
            may_pass_later: false,
        }
    }

    fn text(&self, mark: &str, words: &Words<'_>) -> String {
        let labels = ["basis", "evidence", "way_out", "exception", "later"];
        let labels = labels.map(|key| words.get(&format!("outcome.{key}")));
        let gutter = labels.iter().map(|l| crate::layout::width(l)).max();
        let [basis, evidence, way_out, exception, later] = &labels;
        let line = |label: &str, text: &str| labelled(label, gutter.unwrap_or(0), text, LINE);
        let mut lines: Vec<String> = crate::layout::wrap(&self.message, LINE - 2)
            .iter()
            .enumerate()
            .map(|(i, text)| format!("{} {text}", if i == 0 { mark } else { " " }))
            .collect();
        lines.push(line(basis, &self.basis.text(words)));
        if !self.records.is_empty() {
            lines.push(line(evidence, &listed(&self.records, words)));
        }
        if let Some(text) = &self.way_out {
            lines.push(line(way_out, text));
        }
        if self.hardness == "S" && self.way_out.is_some() {
            let text = words.fill("outcome.exception_how", &[("rule", &self.rule)]);
            lines.push(line(exception, &text));
        }
        if self.way_out.is_some() && !self.may_pass_later {
            lines.push(line(later, &words.get("outcome.never_later")));
        }
        lines.join("\n")
    }
}

/// Says whether columns of this name hold units.
fn holds_unit(words: &Words<'_>, column: &str) -> bool {
    let mut fields = words.packs().kinds().filter_map(|kind| kind.field(column));
    fields.any(|field| field.ty == FieldType::Unit)
}

fn listed(ids: &[String], words: &Words<'_>) -> String {
    let shown = words.list(&ids[..ids.len().min(SHOWN)]);
    match ids.len() {
        n if n > SHOWN => words.fill("list.of", &[("shown", &shown), ("n", &n)]),
        _ => shown,
    }
}

impl Written {
    pub(crate) fn new(basis: &Basis) -> Self {
        Self {
            instrument: basis.instrument.clone(),
            article: basis.article.clone(),
            quote: basis.quote.clone(),
            verified: match basis.verified {
                Verified::Seen => "V",
                Verified::Secondary => "V2",
                Verified::Unverified => "U",
            },
        }
    }

    fn unknown() -> Self {
        Self {
            instrument: "unknown".into(),
            article: "unknown".into(),
            quote: None,
            verified: "U",
        }
    }

    /// Names instrument and article: 《地方各级人民政府机构设置和编制管理条例》第六条.
    pub fn place(&self, words: &Words<'_>) -> String {
        let space = if words.lang == Lang::En { " " } else { "" };
        let article = match self.article.as_str() {
            "unknown" => words.get("outcome.no_article"),
            known => known.to_owned(),
        };
        format!("《{}》{space}{article}", self.instrument)
    }

    fn text(&self, words: &Words<'_>) -> String {
        let mut text = self.place(words);
        if let Some(quote) = &self.quote {
            text.push_str(&format!("：“{quote}”"));
        }
        if self.verified != "V" {
            if words.lang == Lang::En {
                text.push(' ');
            }
            text.push_str(&words.get(&format!("outcome.verified.{}", self.verified)));
        }
        text
    }
}

impl Fault {
    /// Takes over a problem, in English; a text such as `what; way out` is parted.
    pub fn new(problem: &Problem) -> Self {
        let parted = match (problem.hint.as_str(), problem.what.split_once("; ")) {
            ("", Some((what, hint))) => (what, hint),
            (hint, _) => (problem.what.as_str(), hint),
        };
        Self {
            field: problem.field.clone(),
            message: parted.0.to_owned(),
            hint: parted.1.to_owned(),
        }
    }

    /// Says it in the language of the screen.
    pub fn said(&self, words: &Words<'_>) -> Self {
        Self {
            field: self.field.clone(),
            message: words.say(&self.message),
            hint: words.say(&self.hint),
        }
    }

    /// The field in front of what is wrong.
    pub fn placed(&self) -> String {
        match self.field.as_str() {
            "" => self.message.clone(),
            field => format!("{field}: {}", self.message),
        }
    }

    /// Says it on one line, with its way out on the next.
    pub fn text(&self) -> String {
        match self.hint.as_str() {
            "" => format!("× {}", self.placed()),
            hint => format!("× {}\n  → {hint}", self.placed()),
        }
    }
}

impl Answer for Outcome {
    fn text(&self, words: &Words<'_>) -> String {
        match self {
            Self::Accepted {
                id,
                seq,
                repeated,
                warnings,
                excepted,
                restates,
                unread,
            } => {
                let key = if *repeated {
                    "outcome.repeated"
                } else {
                    "outcome.accepted"
                };
                let mut lines = vec![words.fill(key, &[("id", id), ("seq", seq)])];
                lines.extend(warnings.iter().map(|w| w.text("!", words)));
                lines.extend(
                    excepted
                        .iter()
                        .map(|rule| words.fill("outcome.excepted", &[("rule", rule)])),
                );
                lines.extend(
                    restates
                        .iter()
                        .map(|seq| words.fill("outcome.restates", &[("seq", seq)])),
                );
                let said = unread.as_ref().map(|printed| said_unread(printed, words));
                lines.extend(said.map(|said| format!("! {said}")));
                lines.join("\n")
            }
            Self::Refused { refusals, .. } => {
                let mut lines = vec![words.get("outcome.refused")];
                lines.extend(refusals.iter().map(|r| r.text("×", words)));
                lines.join("\n")
            }
            Self::Invalid { problems } => {
                let mut lines = vec![words.get("outcome.invalid")];
                lines.extend(problems.iter().map(Fault::text));
                lines.join("\n")
            }
        }
    }
}
