//! A text checked: every figure in it, what the figures say about one another, and what a ledger says to them.
//!
//! The JSON is a contract: names, order and words of its fields do not change.

mod page;
mod said;
pub mod taken;
mod text;

pub use said::message;

use crate::answer::Answer;
use crate::words::Words;
use jiff::civil::Date;
use serde::Serialize;
use youju_base::interval::Bound;
use youju_declare::Tense;
use youju_proofread::book;
use youju_proofread::ground::{self, Ground};
use youju_proofread::reading::{self, Reading};

/// A checked text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Check {
    /// The figures were compared with a ledger of made-up records.
    pub synthetic: bool,
    /// The day against which relative periods were resolved.
    pub published_on: Option<String>,
    /// The articles of the text.
    pub articles: Vec<Article>,
    /// The figures.
    pub claims: Vec<Claim>,
    /// What they say about one another.
    pub relations: Vec<Relation>,
    /// What was seen and what became of it.
    pub coverage: Coverage,
    /// Figures of earlier documents that cannot be read: nothing was compared with them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unread: Vec<Unread>,
    #[serde(skip)]
    source: Source,
}

/// What the forms for people need besides.
#[derive(Debug, Clone, PartialEq, Default)]
struct Source {
    name: String,
    text: Vec<char>,
    ledger: Option<String>,
    /// Places at which a paragraph ends.
    breaks: Vec<usize>,
    masked: Vec<Masked>,
    sweeping: Vec<reading::Span>,
}

/// A figure of an earlier document that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unread {
    /// The record that keeps it.
    pub record: String,
    /// The document.
    pub source: String,
    /// What stands there.
    pub printed: String,
}

impl Unread {
    fn new(unread: &book::Unread) -> Self {
        Self {
            record: unread.record.clone(),
            source: unread.source.clone(),
            printed: unread.printed.clone(),
        }
    }
}

/// A numeral that is no figure.
#[derive(Debug, Clone, PartialEq)]
struct Masked {
    span: reading::Span,
    reason: String,
}

/// A stretch of text about one organisation; offsets are code points.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Article {
    /// Number within the text, from 1.
    pub id: usize,
    /// First code point.
    pub start: usize,
    /// Code point after the last.
    pub end: usize,
    /// Units that it is about.
    pub units: Vec<String>,
}

/// One figure that the text claims.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Claim {
    /// Number within the text, from 1.
    pub id: usize,
    /// The article.
    pub article: usize,
    /// First code point.
    pub start: usize,
    /// Code point after the last.
    pub end: usize,
    /// The words between.
    pub surface: String,
    /// The number itself.
    pub numeral: Numeral,
    /// The number as printed.
    pub value: Option<String>,
    /// Least that the words allow.
    pub lower: Option<String>,
    /// Most that the words allow.
    pub upper: Option<String>,
    /// `lower` itself is excluded.
    pub lower_open: bool,
    /// `upper` itself is excluded.
    pub upper_open: bool,
    /// `= > >= < <= ~ <~ range`.
    pub op: String,
    /// Counter.
    pub unit: Option<String>,
    /// `count`, `percent`, …
    pub kind: String,
    /// 近, 余, …
    pub qualifiers: Vec<String>,
    /// `up` or `down`.
    pub dir: Option<String>,
    /// What one share is measured against.
    pub per: Option<String>,
    /// What is counted.
    pub of: Option<String>,
    /// The words that date it.
    pub period: Option<Period>,
    /// Indicator and unit.
    pub binding: Option<Binding>,
    /// `confirmed`, …; null without a ledger.
    pub verdict: Option<String>,
    /// The ledger's figure.
    pub ledger: Option<LedgerFigure>,
    /// What a reader should know besides.
    pub note: Option<String>,
    /// One sentence that explains the verdict.
    pub message: String,
    /// Figures of earlier documents about the same thing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub published: Vec<Published>,
    /// The words that may mean several indicators, and these.
    #[serde(skip)]
    several: Option<(String, Vec<String>)>,
    /// The indicator of a register that is not signed, where that alone keeps a verdict open.
    #[serde(skip)]
    unsigned: Option<String>,
    /// Nothing in the ledger goes by its words.
    #[serde(skip)]
    unknown: bool,
}

/// A figure that an earlier document printed about the same thing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Published {
    /// The record that keeps it.
    pub record: String,
    /// The document.
    pub source: String,
    /// The day it appeared.
    pub printed_on: String,
    /// Cell, page or phrase within it.
    pub place: Option<String>,
    /// As printed, with its counter.
    pub printed: String,
    /// Both may be right.
    pub agrees: bool,
}

/// The number of a claim.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Numeral {
    /// First code point.
    pub start: usize,
    /// Code point after the last.
    pub end: usize,
    /// The text between.
    pub text: String,
}

/// The words that date a claim.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Period {
    /// As written.
    pub text: String,
    /// First day.
    pub from: Option<String>,
    /// First day after.
    pub until: Option<String>,
}

/// The place of a claim in the ledger.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Binding {
    /// Indicator.
    pub indicator: String,
    /// Unit.
    pub unit: String,
    /// `phrase`, `alias`, or `house`: words whose meaning was confirmed before.
    pub by: &'static str,
}

/// The ledger's figure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LedgerFigure {
    /// As printed.
    pub value: String,
    /// Evidence rows.
    pub rows: u64,
    /// Their digest.
    pub digest: String,
    /// Last journal entry known.
    pub known_at: u64,
}

/// What some claims say together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Relation {
    /// `GRIM`, `SUM`, …
    pub code: String,
    /// Ids of the claims.
    pub claims: Vec<usize>,
    /// `holds`, `impossible`, `solved`, `warning`.
    pub result: String,
    /// The number that the arithmetic gave.
    pub computed: String,
    /// One sentence.
    pub message: String,
}

/// What was seen and what became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// Claims and masked numerals.
    pub numerals: usize,
    /// Figures.
    pub claims: usize,
    /// Numerals that are no figures.
    pub masked: usize,
    /// Tied to an indicator.
    pub bound: usize,
    /// By verdict.
    pub confirmed: usize,
    /// By verdict.
    pub consistent: usize,
    /// By verdict.
    pub contradicted: usize,
    /// By verdict.
    pub stale: usize,
    /// By verdict.
    pub unsupported: usize,
    /// By verdict.
    pub unresolved: usize,
}

impl Check {
    /// Takes over a reading.
    ///
    /// - Input: `name` of the text, the text itself, and the folder of the ledger if there was one.
    pub fn new(
        name: &str,
        text: &str,
        ledger: Option<&str>,
        reading: &Reading,
        words: &Words<'_>,
    ) -> Self {
        let claims = reading.claims.iter();
        let claims: Vec<Claim> = claims
            .map(|c| Claim::new(c, reading.synthetic, words))
            .collect();
        let relations = reading.relations.iter();
        Self {
            synthetic: reading.synthetic,
            published_on: reading.published_on.map(|day| day.to_string()),
            articles: reading.articles.iter().map(Article::new).collect(),
            relations: relations
                .map(|r| Relation::new(r, &claims, words))
                .collect(),
            claims,
            coverage: Coverage::new(&reading.coverage),
            unread: reading.unread.iter().map(Unread::new).collect(),
            source: Source {
                name: name.to_owned(),
                text: text.chars().collect(),
                ledger: ledger.map(str::to_owned),
                breaks: reading.breaks.clone(),
                masked: reading.masked.iter().map(Masked::new).collect(),
                sweeping: reading.sweeping.iter().map(|s| s.span.clone()).collect(),
            },
        }
    }
}

/// What decides how `check` ends.
pub trait Findings: Answer {
    /// Says whether something is wrong.
    fn finds(&self) -> bool;

    /// Says whether anything could be checked at all.
    fn checks(&self) -> bool;
}

impl Findings for Check {
    /// Contradicted by the ledger, impossible by arithmetic, or other than what was printed before.
    fn finds(&self) -> bool {
        self.coverage.contradicted > 0
            || self.relations.iter().any(|r| r.result == "impossible")
            || self.claims.iter().any(Claim::differs)
    }

    fn checks(&self) -> bool {
        let compared = ["confirmed", "consistent", "contradicted", "stale"];
        !self.relations.is_empty()
            || self.claims.iter().any(|c| {
                c.verdict.as_deref().is_some_and(|v| compared.contains(&v))
                    || !c.published.is_empty()
            })
    }
}

impl Article {
    fn new(article: &reading::Article) -> Self {
        Self {
            id: article.id,
            start: article.start,
            end: article.end,
            units: article.units.clone(),
        }
    }
}

impl Claim {
    fn new(claim: &reading::Claim, synthetic: bool, words: &Words<'_>) -> Self {
        let end = |bound: Option<Bound>| bound.map(|b| b.value.to_string());
        let open = |bound: Option<Bound>| bound.is_some_and(|b| b.open);
        let day = |day: Option<Date>| day.map(|d| d.to_string());
        Self {
            id: claim.id,
            article: claim.article,
            start: claim.start,
            end: claim.end,
            surface: claim.surface.clone(),
            numeral: Numeral {
                start: claim.numeral.start,
                end: claim.numeral.end,
                text: claim.numeral.text.clone(),
            },
            value: claim.value.map(|v| v.to_string()),
            lower: end(claim.interval.lower),
            upper: end(claim.interval.upper),
            lower_open: open(claim.interval.lower),
            upper_open: open(claim.interval.upper),
            op: claim.op.to_string(),
            unit: claim.unit.clone(),
            kind: claim.kind.to_string(),
            qualifiers: claim.qualifiers.clone(),
            dir: claim.dir.map(|d| d.to_string()),
            per: claim.per.clone(),
            of: claim.of.clone(),
            period: claim.period.as_ref().map(|period| Period {
                text: period.text.clone(),
                from: day(period.from),
                until: day(period.until),
            }),
            binding: claim.binding.as_ref().map(|binding| Binding {
                indicator: binding.indicator.clone(),
                unit: binding.unit.clone(),
                by: binding.by,
            }),
            verdict: claim.verdict.map(|v| v.to_string()),
            ledger: claim.ledger.as_ref().map(|ledger| LedgerFigure {
                value: ledger.value.to_string(),
                rows: ledger.rows,
                digest: ledger.digest.clone(),
                known_at: ledger.known_at,
            }),
            note: claim
                .note
                .as_ref()
                .map(|note| said::note(note, claim, words)),
            message: said::message(claim, synthetic, words),
            published: claim.published.iter().map(Published::new).collect(),
            several: match &claim.ground {
                Some(Ground::Several { words, indicators }) => {
                    Some((words.clone(), indicators.clone()))
                }
                _ => None,
            },
            unsigned: match (&claim.ground, &claim.binding) {
                (Some(Ground::Unsigned(_) | Ground::ZeroUnsigned(_)), Some(bound)) => {
                    Some(bound.indicator.clone())
                }
                _ => None,
            },
            unknown: claim.ground == Some(Ground::NoIndicator),
        }
    }
}

impl Published {
    /// Takes over what an earlier document printed.
    pub fn new(compared: &ground::Compared) -> Self {
        Self {
            record: compared.record.clone(),
            source: compared.source.clone(),
            printed_on: compared.printed_on.to_string(),
            place: compared.place.clone(),
            printed: compared.printed.clone(),
            agrees: compared.agrees,
        }
    }
}

impl Masked {
    fn new(masked: &reading::Masked) -> Self {
        Self {
            span: masked.span.clone(),
            reason: masked.reason.to_string(),
        }
    }
}

impl Relation {
    fn new(relation: &reading::Relation, claims: &[Claim], words: &Words<'_>) -> Self {
        Self {
            code: relation.code.to_string(),
            claims: relation.claims.clone(),
            result: relation.result.to_string(),
            computed: relation.computed.clone(),
            message: said::relation(relation, claims, words),
        }
    }
}

impl Coverage {
    fn new(coverage: &reading::Coverage) -> Self {
        Self {
            numerals: coverage.numerals,
            claims: coverage.claims,
            masked: coverage.masked,
            bound: coverage.bound,
            confirmed: coverage.confirmed,
            consistent: coverage.consistent,
            contradicted: coverage.contradicted,
            stale: coverage.stale,
            unsupported: coverage.unsupported,
            unresolved: coverage.unresolved,
        }
    }
}

impl Check {
    fn claim(&self, id: usize) -> Option<&Claim> {
        self.claims.iter().find(|claim| claim.id == id)
    }

    /// The command that shows the rows behind the ledger's figure.
    fn command(&self, claim: &Claim, words: &Words<'_>) -> Option<String> {
        let binding = claim.binding.as_ref()?;
        let time = words.packs().indicator(&binding.indicator)?.time;
        let last = |until: &str| Some(until.parse::<Date>().ok()?.yesterday().ok()?.to_string());
        let period = claim.period.as_ref();
        let until = period.and_then(|p| p.until.as_deref()).and_then(last);
        let when = match (time, until) {
            (Tense::Stock, Some(day)) => format!("--on {day}"),
            (Tense::Stock, None) => format!("--on {}", self.published_on.as_ref()?),
            (Tense::Flow, day) => format!("--within {}..{}", period?.from.as_ref()?, day?),
        };
        let ledger = self.source.ledger.as_ref()?;
        Some(format!(
            "youju rows {ledger} {} --unit {} {when}",
            binding.indicator, binding.unit
        ))
    }
}

impl Claim {
    /// The counter behind the ledger's number: `%` for a share.
    fn counter(&self) -> &str {
        match self.kind.as_str() {
            "percent" => "%",
            _ => self.unit.as_deref().unwrap_or_default(),
        }
    }

    /// The days that it speaks of, or the words that date it.
    fn when(&self) -> String {
        let Some(period) = &self.period else {
            return String::new();
        };
        let last = |until: &String| {
            until
                .parse::<Date>()
                .ok()?
                .yesterday()
                .ok()
                .map(|d| d.to_string())
        };
        match (&period.from, period.until.as_ref().and_then(last)) {
            (Some(from), Some(last)) if *from != last => format!("{from}..{last}"),
            (_, Some(last)) => last,
            _ => period.text.clone(),
        }
    }

    /// Cannot be decided, for a reason worth telling.
    fn is_open(&self) -> bool {
        match self.verdict.as_deref() {
            Some("unresolved") => true,
            Some("unsupported") => !self.unknown,
            _ => false,
        }
    }

    /// Dated by words that need a day of publication.
    fn is_undated(&self) -> bool {
        self.period.as_ref().is_some_and(|p| p.until.is_none())
    }

    /// Cannot be right if what an earlier document printed is.
    fn differs(&self) -> bool {
        self.published.iter().any(|published| !published.agrees)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use youju_declare::{Lang, Packs};
    use youju_proofread::{Options, read};

    const TEXT: &str = "示例办工作\n目前，全办党员315名，党员数占比达77.6%。92名干部占70.24%。开展谈心谈话400余人次。";

    fn check(text: &str, lang: Lang) -> Check {
        let packs = Packs::default();
        let reading = read(text, &Options::default());
        Check::new("稿件.txt", text, None, &reading, &Words::new(lang, &packs))
    }

    fn text_of(text: &str, lang: Lang, expected: Expect) {
        let packs = Packs::default();
        expected.assert_eq(&check(text, lang).text(&Words::new(lang, &packs)));
    }

    #[test]
    fn the_json_is_the_contract_word_for_word() {
        let json = check("开展谈心谈话400余人次。", Lang::Zh).json();
        expect![[r#"{"synthetic":false,"published_on":null,"articles":[{"id":1,"start":0,"end":13,"units":[]}],"claims":[{"id":1,"article":1,"start":6,"end":12,"surface":"400余人次","numeral":{"start":6,"end":10,"text":"400余"},"value":"400","lower":"401","upper":"499","lower_open":false,"upper_open":false,"op":">","unit":"人次","kind":"count","qualifiers":["余"],"dir":null,"per":null,"of":"谈心谈话","period":null,"binding":null,"verdict":null,"ledger":null,"note":null,"message":""}],"relations":[],"coverage":{"numerals":1,"claims":1,"masked":0,"bound":0,"confirmed":0,"consistent":0,"contradicted":0,"stale":0,"unsupported":0,"unresolved":0}}"#]].assert_eq(&json);
    }

    #[test]
    fn a_text_without_a_ledger() {
        text_of(
            TEXT,
            Lang::Zh,
            expect![[r#"
            × 算术上不可能  人数与占比
               ╭─[稿件.txt:2:25]
             2 │ 92名干部占70.24%。
               · ────      ──────
               ╰─
               92名占70.24%：没有任何总数能使这个占比成立（假定：同一基数、未加权、只舍入一
               次）

            = 文中没有写、算得出的数
              2:8      315名占77.6%：总数只能是406

            共 5 个数字：5 处数据，0 处不计
            只核了文内算术；加 --ledger DIR 与台账比对
            文中有相对日期，未给发布日期；加 --published-on DATE 才能确定"#]],
        );
        text_of(
            TEXT,
            Lang::En,
            expect![[r#"
            × impossible by arithmetic  count and share
               ╭─[稿件.txt:2:25]
             2 │ 92名干部占70.24%。
               · ────      ──────
               ╰─
               92名, 70.24%: they cannot all be right; computed none (assuming one base, no
               weights, rounded once)

            = numbers that the text does not print but implies
              2:8      315名, 77.6%: computed 406

            5 numerals: 5 figures, 0 not counted
            only the arithmetic of the text was checked; --ledger DIR compares it with a ledger
            some periods are relative and no day of publication is given; --published-on DATE resolves them"#]],
        );
    }

    #[test]
    fn what_is_found_decides_the_exit_code() {
        let of = |text: &str| {
            let check = check(text, Lang::Zh);
            (check.finds(), check.checks())
        };
        assert_eq!(of(TEXT), (true, true));
        assert_eq!(of("全办党员315名，占77.6%。"), (false, true));
        assert_eq!(of("全办党员315名。"), (false, false));
    }

    #[test]
    fn every_result_and_code_has_its_words() {
        use youju_proofread::reading::{Code, Op, Outcome};
        let packs = Packs::default();
        let words = Words::new(Lang::Zh, &packs);
        let codes = [
            Code::Grim,
            Code::GrimD,
            Code::GrimM,
            Code::Denom,
            Code::Sum,
            Code::Subset,
            Code::Rate,
            Code::Growth,
            Code::Pp,
            Code::Mult,
            Code::Double,
            Code::Counter,
            Code::Period,
            Code::Repeat,
            Code::Zero,
            Code::Cadence,
            Code::Units,
            Code::Round,
            Code::Rule,
            Code::Phys,
            Code::Term,
        ];
        for code in codes {
            assert_ne!(words.get(&format!("code.{code}")), format!("code.{code}"));
        }
        for result in [
            Outcome::Holds,
            Outcome::Impossible,
            Outcome::Solved,
            Outcome::Warning,
        ] {
            assert_ne!(
                words.get(&format!("relation.{result}")),
                format!("relation.{result}")
            );
            assert_ne!(
                words.get(&format!("check.{result}")),
                format!("check.{result}")
            );
        }
        assert_eq!(Op::Nearly.to_string(), "<~");
    }
}
