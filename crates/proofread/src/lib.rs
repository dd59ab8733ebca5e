//! Text to claims to relations to verdicts. The parser half reads no ledger.
//!
//! The modules stand in the order in which a text passes through them.

pub mod alias;
mod bind;
pub mod book;
mod calendar;
mod claim;
mod counter;
mod decode;
pub mod error;
mod figure;
pub mod ground;
pub mod kept;
mod layout;
mod mask;
mod neutral;
mod normalise;
mod numeral;
pub mod reading;
mod relation;
mod segment;
mod sweeping;
pub mod take;
mod verdict;
pub mod ways;
mod words;
pub mod written;

pub use decode::decode;
pub use layout::{PageArticle, Role, Set};

use alias::Aliases;
use bind::{Binder, Page};
use book::{Book, BookError, Phrase, UnitName};
use figure::Scan;
use jiff::civil::Date;
use normalise::Text;
use reading::{Article, Claim, Coverage, Masked, Reading, Reason, Span};
use segment::{Names, Segment};

/// What a reader knows beside the text.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The day of publication; without it, and without one in the alias file, relative periods stay open.
    pub published_on: Option<Date>,
    /// Names of units in the text.
    pub aliases: Aliases,
    /// Words that somebody has just said to mean an indicator, whatever the unit.
    pub meanings: Vec<Phrase>,
}

/// Reads every figure of a text and what the figures say about one another.
///
/// - Input: the text as [`decode`] gives it.
/// - Output: claims without binding or verdict; offsets are code points of `source`.
///
/// ```
/// use youju_proofread::{Options, read, reading::Outcome};
/// let reading = read("某局党员315名，占干部职工的77.6%。", &Options::default());
/// assert_eq!(reading.claims[0].surface, "315名");
/// assert_eq!(reading.relations[0].result, Outcome::Solved);
/// assert_eq!(reading.relations[0].computed, "406");
/// ```
pub fn read(source: &str, options: &Options) -> Reading {
    let names = bind::names(&[], &options.aliases.units);
    let text = Text::of_page(source, &names);
    let (mut reading, ..) = parse(&text, options, &names);
    in_order_of_text(&text, &mut reading);
    reading
}

/// Reads every figure of a text alone: no articles, no relations.
///
/// - Output: the claims of [`read`], each in article 1.
pub fn claims(source: &str, options: &Options) -> Vec<Claim> {
    let text = Text::new(source);
    let published_on = options.published_on.or(options.aliases.published_on);
    let scan = figure::scan(&text, published_on);
    claim::claims(&text, &scan, published_on)
}

/// Reads a text and compares every figure with a ledger.
///
/// - Input and output: as [`read`], with binding, verdict and message of each claim.
/// - Errors: those of the ledger.
pub fn check(source: &str, options: &Options, book: &dyn Book) -> Result<Reading, BookError> {
    let names = bind::names(&book.units()?, &options.aliases.units);
    let text = Text::of_page(source, &names);
    let (mut reading, scan, segments) = parse(&text, options, &names);
    let (mut phrases, published) = (book.phrases()?, book.published()?);
    phrases.extend(options.meanings.iter().cloned());
    let binder = Binder::new(&phrases, &published, reading.published_on);
    let page = Page {
        text: &text,
        scan: &scan,
        names: &names,
        segments: &segments,
        frames: &claim::frames(&text, &scan, &segments, reading.published_on),
    };
    verdict::judge(&page, &mut reading.claims, &binder, book)?;
    verdict::unbound_by_days(&mut reading.relations, &reading.claims, book);
    verdict::tally(&reading.claims, &mut reading.coverage);
    reading.synthetic = book.synthetic();
    reading.unread = book.unread()?;
    in_order_of_text(&text, &mut reading);
    Ok(reading)
}

/// Reads a text that is one figure and nothing else, such as a cell with its counter: `400余人次`.
///
/// - Output: none where it is no figure, or more than one.
pub fn read_figure(printed: &str) -> Option<Claim> {
    let mut claims = read(printed.trim(), &Options::default()).claims;
    claims.pop().filter(|_| claims.is_empty())
}

fn parse(text: &Text, options: &Options, names: &Names) -> (Reading, Scan, Vec<Segment>) {
    let published_on = options.published_on.or(options.aliases.published_on);
    let scan = figure::scan(text, published_on);
    let mut claims = claim::claims(text, &scan, published_on);
    let segments = segment::segments(text, names);
    for (figure, claim) in scan.figures.iter().zip(&mut claims) {
        claim.article = segments.partition_point(|s| s.start <= figure.start).max(1);
    }
    claim::carry_on(text, &scan, &mut claims);
    let relations = relation::relations(text, &scan.figures, &claims, published_on);
    let masked = masked(text, &scan);
    let coverage = Coverage {
        numerals: claims.len() + masked.len(),
        claims: claims.len(),
        masked: masked.len(),
        ..Coverage::default()
    };
    let reading = Reading {
        synthetic: false,
        published_on,
        articles: stretches(text, &segments),
        breaks: text.breaks(),
        claims,
        relations,
        masked,
        periods: claim::periods(text, &scan),
        sweeping: sweeping::find(text),
        unread: Vec::new(),
        coverage,
    };
    (reading, scan, segments)
}

/// Puts the lines of a page together again: its articles, each from its headline on, sentences in one piece.
///
/// - Input: the text as [`decode`] gives it; `names` of units from the alias file, those of a ledger from `units`.
/// - Output: the articles as they begin in the file. A text too long to be a page comes as it stands.
pub fn articles(source: &str, options: &Options, units: &[UnitName]) -> Vec<PageArticle> {
    let names = bind::names(units, &options.aliases.units);
    let text = Text::of_page(source, &names);
    let set = |segment: &Segment| PageArticle {
        units: segment.units.clone(),
        paragraphs: text
            .lines(segment.start, segment.end)
            .map(|(start, end)| {
                let pieces = text.origins(start, end);
                let text: String = pieces
                    .iter()
                    .map(|(start, end)| text.printed(*start, *end))
                    .collect();
                let role = layout::role(&text);
                Set { role, text, pieces }
            })
            .collect(),
    };
    segment::segments(&text, &names).iter().map(set).collect()
}

/// What is no figure; where a number goes on in another place of a page, also its rest there.
fn masked(text: &Text, scan: &Scan) -> Vec<Masked> {
    let place = |(start, end): (usize, usize), reason| Masked {
        span: Span {
            start,
            end,
            text: text.original(start, end).iter().collect(),
        },
        reason,
    };
    let masked = scan.masked.iter().flat_map(|(start, end, reason)| {
        let spans = text.origins(*start, *end);
        spans.into_iter().map(|span| place(span, *reason))
    });
    if text.is_in_order() {
        return masked.collect();
    }
    let rests = scan.figures.iter().flat_map(|figure| {
        let spans = text.origins(figure.numeral.start, figure.numeral_end());
        spans.into_iter().skip(1)
    });
    masked
        .chain(rests.map(|span| place(span, Reason::Word)))
        .collect()
}

/// Puts what was found on a page into the order of the file and numbers the claims anew.
fn in_order_of_text(text: &Text, reading: &mut Reading) {
    if text.is_in_order() {
        return;
    }
    reading.claims.sort_by_key(|claim| claim.start);
    reading.masked.sort_by_key(|masked| masked.span.start);
    reading.sweeping.sort_by_key(|sweeping| sweeping.span.start);
    let mut place = vec![0; reading.claims.len()];
    for (k, claim) in reading.claims.iter_mut().enumerate() {
        place[claim.id - 1] = k + 1;
        claim.id = k + 1;
    }
    for id in reading.relations.iter_mut().flat_map(|r| &mut r.claims) {
        *id = place[*id - 1];
    }
}

fn stretches(text: &Text, segments: &[Segment]) -> Vec<Article> {
    let mut articles: Vec<Article> = segments
        .iter()
        .enumerate()
        .map(|(k, segment)| {
            let pieces = text.origins(segment.start, segment.end);
            Article {
                id: k + 1,
                start: pieces.iter().map(|p| p.0).min().unwrap_or_default(),
                end: pieces.iter().map(|p| p.1).max().unwrap_or_default(),
                pieces,
                units: segment.units.clone(),
            }
        })
        .collect();
    if articles.is_empty() {
        articles.push(Article {
            id: 1,
            start: 0,
            end: text.original_len(),
            pieces: vec![(0, text.original_len())],
            units: Vec::new(),
        });
    }
    articles
}
