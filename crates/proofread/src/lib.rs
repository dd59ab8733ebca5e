//! Text to claims to relations to verdicts. The parser half reads no ledger.
//!
//! The modules stand in the order in which a text passes through them.

mod calendar;
mod claim;
mod counter;
mod figure;
mod mask;
mod normalise;
mod numeral;
pub mod reading;

use jiff::civil::Date;
use normalise::Text;
use reading::{Article, Coverage, Masked, Reading, Span};

/// What a reader knows beside the text.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The day of publication; relative periods stay open without it.
    pub published_on: Option<Date>,
}

/// Reads every figure of a text.
pub fn read(source: &str, options: &Options) -> Reading {
    let text = Text::new(source);
    let scan = figure::scan(&text, options.published_on);
    let claims = claim::claims(&text, &scan, options.published_on);
    let masked: Vec<Masked> = scan
        .masked
        .iter()
        .map(|(start, end, reason)| {
            let (from, until) = text.origin(*start, *end);
            Masked {
                span: Span {
                    start: from,
                    end: until,
                    text: text.surface(*start, *end),
                },
                reason: *reason,
            }
        })
        .collect();
    let coverage = Coverage {
        numerals: claims.len() + masked.len(),
        claims: claims.len(),
        masked: masked.len(),
        ..Coverage::default()
    };
    Reading {
        synthetic: false,
        published_on: options.published_on,
        articles: vec![Article {
            id: 1,
            start: 0,
            end: text.original_len(),
            units: Vec::new(),
        }],
        claims,
        relations: Vec::new(),
        masked,
        sweeping: Vec::new(),
        coverage,
    }
}
