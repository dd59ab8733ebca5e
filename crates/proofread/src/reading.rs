//! What a reading of a text gives: articles, claims, relations, coverage. Mirrors the JSON contract of `check`.
//!
//! Offsets are Unicode code points of the input. Numbers are exact.

use crate::book::Unread;
use crate::ground::{Compared, Ground, Note};
use jiff::civil::Date;
use std::fmt;
use youju_base::decimal::Decimal;
use youju_base::interval::Interval;
use youju_base::ratio::Ratio;

/// Everything that was found in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// True when the figures were compared with a ledger of examples.
    pub synthetic: bool,
    /// The day against which relative periods were resolved, if known.
    pub published_on: Option<Date>,
    /// The articles of the text, in order, covering it.
    pub articles: Vec<Article>,
    /// Code points at which a paragraph ends; line breaks within sentences are none.
    pub breaks: Vec<usize>,
    /// The figures, in order of the text.
    pub claims: Vec<Claim>,
    /// What the figures say about one another.
    pub relations: Vec<Relation>,
    /// Numerals that are no figures, with the reason.
    pub masked: Vec<Masked>,
    /// The words that date what stands near them, in order of the text.
    pub periods: Vec<Period>,
    /// Sweeping words that no count backs: all, first, most.
    pub sweeping: Vec<Sweeping>,
    /// Figures of earlier documents that could not be read.
    pub unread: Vec<Unread>,
    /// What was seen and what became of it.
    pub coverage: Coverage,
}

/// A stretch of text about one organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Number within the reading, from 1.
    pub id: usize,
    /// First code point.
    pub start: usize,
    /// Code point after the last.
    pub end: usize,
    /// Its stretches, first code point and the one after the last, in the order in which they are read: several where
    /// a page has its columns out of order.
    pub pieces: Vec<(usize, usize)>,
    /// Codes of the units it is about (from the ledger or an alias file); the first one is meant by 全县, 全办.
    pub units: Vec<String>,
}

/// One figure that the text claims.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// Number within the reading, from 1.
    pub id: usize,
    /// The article it stands in.
    pub article: usize,
    /// First code point of qualifier, number and counter.
    pub start: usize,
    /// Code point after the last.
    pub end: usize,
    /// The text from `start` to `end`.
    pub surface: String,
    /// The number itself, with 余, 万 and the like.
    pub numeral: Span,
    /// The number as printed, 万 and 亿 multiplied out; `None` where the text gives only a range.
    pub value: Option<Value>,
    /// What the printed words allow, in the unit of `value`.
    pub interval: Interval,
    /// How the text relates the number to the fact.
    pub op: Op,
    /// The counter as written; `None` when the text names none.
    pub unit: Option<String>,
    /// Count, money, share …
    pub kind: Kind,
    /// Qualifiers as written, in order: 近, 余, 以上 …
    pub qualifiers: Vec<String>,
    /// Whether the number is a rise or a fall.
    pub dir: Option<Direction>,
    /// What one share is measured against: 每人每天, 人均, 亩.
    pub per: Option<String>,
    /// The words that say what is counted.
    pub of: Option<String>,
    /// The words that date it.
    pub period: Option<Dated>,
    /// Code of the unit that it is about, where sentence or article name one of the ledger's.
    pub about: Option<String>,
    /// The indicator and unit of the ledger that the claim speaks about.
    pub binding: Option<Binding>,
    /// The outcome against the ledger; `None` without one.
    pub verdict: Option<Verdict>,
    /// The ledger's figure.
    pub ledger: Option<LedgerFigure>,
    /// Why it came out so.
    pub ground: Option<Ground>,
    /// What a reader should know beside the verdict.
    pub note: Option<Note>,
    /// Figures of earlier documents about the same thing, in the order of their days.
    pub published: Vec<Compared>,
}

/// A stretch of the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// First code point.
    pub start: usize,
    /// Code point after the last.
    pub end: usize,
    /// The text between.
    pub text: String,
}

/// A printed number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// With the decimals that were printed.
    Decimal(Decimal),
    /// 三分之二: exact, whatever its decimals.
    Fraction(Ratio),
}

impl Value {
    /// Gives the exact number.
    pub fn ratio(self) -> Option<Ratio> {
        match self {
            Self::Decimal(decimal) => decimal.ratio(),
            Self::Fraction(ratio) => Some(ratio),
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Decimal(decimal) => decimal.fmt(f),
            Self::Fraction(ratio) => ratio.fmt(f),
        }
    }
}

/// How a printed number stands to the fact it states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    /// The number itself.
    Exactly,
    /// More than it (余, 超过).
    More,
    /// It or more (以上, 至少).
    AtLeast,
    /// Less than it (不足, 不到).
    Less,
    /// It or less (以内, 不超过).
    AtMost,
    /// Around it (约, 左右).
    About,
    /// Just under it (近).
    Nearly,
    /// Between two numbers.
    Range,
}

impl fmt::Display for Op {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Exactly => "=",
            Self::More => ">",
            Self::AtLeast => ">=",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::About => "~",
            Self::Nearly => "<~",
            Self::Range => "range",
        })
    }
}

/// What sort of quantity a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Things counted one by one.
    Count,
    /// A share or a rate of change in percent.
    Percent,
    /// A difference of two percentages.
    Pp,
    /// An amount of money.
    Money,
    /// A distance.
    Length,
    /// A length of time.
    Duration,
    /// A temperature.
    Temperature,
    /// A place in an order: 列第三.
    Rank,
    /// A number in a series: 第三次.
    Ordinal,
    /// 倍 and 番.
    Multiple,
    /// Any other measure: age, weight, area, grade.
    Other,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Count => "count",
            Self::Percent => "percent",
            Self::Pp => "pp",
            Self::Money => "money",
            Self::Length => "length",
            Self::Duration => "duration",
            Self::Temperature => "temperature",
            Self::Rank => "rank",
            Self::Ordinal => "ordinal",
            Self::Multiple => "multiple",
            Self::Other => "other",
        })
    }
}

/// Whether a figure states a rise or a fall.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// 增长, 提高 …
    Up,
    /// 下降, 减少 …
    Down,
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Up => "up",
            Self::Down => "down",
        })
    }
}

/// The words that date a claim, with their days where they can be known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dated {
    /// The words as written.
    pub text: String,
    /// First day; `None` where it is not stated (截至目前) or needs the day of publication.
    pub from: Option<Date>,
    /// First day after; `None` where it needs the day of publication.
    pub until: Option<Date>,
    /// True for a state on a day (截至6月底, 目前) rather than a span.
    pub as_of: bool,
    /// At most how many days the span has, known also for months without a year.
    pub days: Option<i64>,
}

/// A date or period in words, whether or not it dates a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// Where it stands.
    pub span: Span,
    /// The days that it means, as far as they are known.
    pub dated: Dated,
}

/// The place of a claim in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// Indicator id, such as `talks.held`.
    pub indicator: String,
    /// Unit code.
    pub unit: String,
    /// What tied them: `phrase`; `alias` where the unit came from an alias; `house` where a kept binding said so.
    pub by: &'static str,
}

/// The outcome of comparing a claim with the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The ledger has exactly this number.
    Confirmed,
    /// The ledger's number lies within the printed bound.
    Consistent,
    /// The ledger's number lies outside, and its register is signed as complete.
    Contradicted,
    /// The number fits another date.
    Stale,
    /// The ledger cannot bear it out.
    Unsupported,
    /// Period or unit is unknown.
    Unresolved,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Confirmed => "confirmed",
            Self::Consistent => "consistent",
            Self::Contradicted => "contradicted",
            Self::Stale => "stale",
            Self::Unsupported => "unsupported",
            Self::Unresolved => "unresolved",
        })
    }
}

/// A figure of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerFigure {
    /// Its value as the ledger prints it.
    pub value: Decimal,
    /// How many evidence rows it is made of.
    pub rows: u64,
    /// Digest of those rows.
    pub digest: String,
    /// Last journal entry that was taken into account.
    pub known_at: u64,
}

/// What two or more claims say together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// Which test.
    pub code: Code,
    /// Ids of the claims, in the order in which the message names them.
    pub claims: Vec<usize>,
    /// The outcome.
    pub result: Outcome,
    /// The number that the arithmetic gave.
    pub computed: String,
    /// One sentence; names its assumption where the outcome is `impossible`.
    pub message: String,
}

/// The tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// A count and its share name their whole.
    Grim,
    /// A share alone has a smallest whole.
    GrimD,
    /// A mean of whole numbers.
    GrimM,
    /// A share does not fit the whole that the sentence names.
    Denom,
    /// Parts and their total.
    Sum,
    /// A part and its whole.
    Subset,
    /// A rate applied to its base.
    Rate,
    /// Two values and the growth between them.
    Growth,
    /// A difference in percentage points.
    Pp,
    /// A multiple of two values.
    Mult,
    /// Qualifiers that clash.
    Double,
    /// One word counts persons, another person-times.
    Counter,
    /// A duration against its period.
    Period,
    /// One fact with two values.
    Repeat,
    /// Nothing of something beside something of it.
    Zero,
    /// Fewer occasions than the regularity that the text claims.
    Cadence,
    /// A size that only a slip of 万 or 亿 explains.
    Units,
    /// Shares that miss 100 % by more than their rounding.
    Round,
    /// A number outside a written rule.
    Rule,
    /// A number outside the limits of nature.
    Phys,
    /// A word that does not go with its figure.
    Term,
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Grim => "GRIM",
            Self::GrimD => "GRIM-D",
            Self::GrimM => "GRIM-M",
            Self::Denom => "DENOM",
            Self::Sum => "SUM",
            Self::Subset => "SUBSET",
            Self::Rate => "RATE",
            Self::Growth => "GROWTH",
            Self::Pp => "PP",
            Self::Mult => "MULT",
            Self::Double => "DOUBLE",
            Self::Counter => "COUNTER",
            Self::Period => "PERIOD",
            Self::Repeat => "REPEAT",
            Self::Zero => "ZERO",
            Self::Cadence => "CADENCE",
            Self::Units => "UNITS",
            Self::Round => "ROUND",
            Self::Rule => "RULE",
            Self::Phys => "PHYS",
            Self::Term => "TERM",
        })
    }
}

/// The outcome of a test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// The numbers fit.
    Holds,
    /// They cannot all be right.
    Impossible,
    /// They name a number that the text does not print.
    Solved,
    /// Worth a second look, no proof of an error.
    Warning,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Holds => "holds",
            Self::Impossible => "impossible",
            Self::Solved => "solved",
            Self::Warning => "warning",
        })
    }
}

/// A numeral that is no figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Masked {
    /// Where it stands.
    pub span: Span,
    /// Why it is none.
    pub reason: Reason,
}

/// Why a numeral is no figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// A date, a time of day or a span of time as a date.
    Date,
    /// Inside a quoted name or slogan.
    Quoted,
    /// Inside the title of a document.
    Title,
    /// A name or set phrase that holds a number: 二十大, 三会一课.
    Name,
    /// A road, line or kilometre mark.
    Road,
    /// The number of a document, article, telephone, page, model.
    Code,
    /// A place in a series: 第三次.
    Ordinal,
    /// The number of an item in a list: 一是, （二）.
    Enumerator,
    /// One such, one of each: 一村一品, 一批又一批.
    Idiom,
    /// 一 as an article: 一名干部.
    Article,
    /// The size of a following list or an abstract head: 三个方面.
    Generic,
    /// What others are measured against: 每千人口.
    Base,
    /// Part of a word: 统一, 进一步.
    Word,
    /// A proportion such as 3:1, or a co-ordinate.
    Position,
    /// Too vague to check: 几名.
    Vague,
    /// No counter and no verb says what it counts.
    Bare,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Date => "date",
            Self::Quoted => "quoted",
            Self::Title => "title",
            Self::Name => "name",
            Self::Road => "road",
            Self::Code => "code",
            Self::Ordinal => "ordinal",
            Self::Enumerator => "enumerator",
            Self::Idiom => "idiom",
            Self::Article => "article",
            Self::Generic => "generic",
            Self::Base => "base",
            Self::Word => "word",
            Self::Position => "position",
            Self::Vague => "vague",
            Self::Bare => "bare",
        })
    }
}

/// A superlative or universal: a claim about everything, that only a whole register could bear out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sweeping {
    /// The word and what it stands with.
    pub span: Span,
    /// 全部, 最 …: universal or superlative.
    pub universal: bool,
}

/// What was seen and what became of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Numerals seen: claims and masked ones.
    pub numerals: usize,
    /// Figures.
    pub claims: usize,
    /// Numerals that are no figures.
    pub masked: usize,
    /// Claims that were tied to an indicator.
    pub bound: usize,
    /// Claims by verdict.
    pub confirmed: usize,
    /// See [`Verdict::Consistent`].
    pub consistent: usize,
    /// See [`Verdict::Contradicted`].
    pub contradicted: usize,
    /// See [`Verdict::Stale`].
    pub stale: usize,
    /// See [`Verdict::Unsupported`].
    pub unsupported: usize,
    /// See [`Verdict::Unresolved`].
    pub unresolved: usize,
}
