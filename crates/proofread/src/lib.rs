//! Text to claims to relations to verdicts. The parser half reads no ledger.
//!
//! The modules stand in the order in which a text passes through them.

pub mod error;
mod decode;
pub mod alias;
mod normalise;
mod segment;
mod mask;
mod numeral;
mod counter;
mod calendar;
mod figure;
mod claim;
mod relation;
pub mod reading;

pub use decode::decode;

use alias::Aliases;
use jiff::civil::Date;
use normalise::Text;
use reading::{Article, Coverage, Masked, Reading, Span};

/// What a reader knows beside the text.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The day of publication; without it, and without one in the alias file, relative periods stay open.
    pub published_on: Option<Date>,
    /// Names of units in the text.
    pub aliases: Aliases,
}

/// Reads every figure of a text and what the figures say about one another.
///
/// - Input: the text as [`decode`] gives it.
/// - Output: claims without binding or verdict; offsets are code points of `source`.
pub fn read(source: &str, options: &Options) -> Reading {
    let names = segment::Names::new(options.aliases.units.clone());
    read_with(&Text::new(source), options, &names)
}

fn read_with(text: &Text, options: &Options, names: &segment::Names) -> Reading {
    let published_on = options.published_on.or(options.aliases.published_on);
    let scan = figure::scan(text, published_on);
    let mut claims = claim::claims(text, &scan, published_on);
    let segments = segment::segments(text, names);
    for (figure, claim) in scan.figures.iter().zip(&mut claims) {
        claim.article = segments.iter().filter(|s| s.start <= figure.start).count().max(1);
    }
    let relations = relation::relations(text, &scan.figures, &claims);
    let masked: Vec<Masked> = scan
        .masked
        .iter()
        .map(|(start, end, reason)| Masked { span: span(text, *start, *end), reason: *reason })
        .collect();
    let coverage = Coverage {
        numerals: claims.len() + masked.len(),
        claims: claims.len(),
        masked: masked.len(),
        ..Coverage::default()
    };
    Reading {
        synthetic: false,
        published_on,
        articles: articles(text, &segments),
        claims,
        relations,
        masked,
        sweeping: Vec::new(),
        coverage,
    }
}

fn span(text: &Text, start: usize, end: usize) -> Span {
    let (from, until) = text.origin(start, end);
    Span { start: from, end: until, text: text.surface(start, end) }
}

fn articles(text: &Text, segments: &[segment::Segment]) -> Vec<Article> {
    let mut articles: Vec<Article> = segments
        .iter()
        .enumerate()
        .map(|(k, segment)| {
            let (start, end) = text.origin(segment.start, segment.end);
            Article { id: k + 1, start, end, units: segment.units.clone() }
        })
        .collect();
    if articles.is_empty() {
        articles.push(Article { id: 1, start: 0, end: text.original_len(), units: Vec::new() });
    }
    articles
}
