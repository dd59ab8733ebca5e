//! A checked text as one page to hand to its author: marks in the text, notes beside it, nothing needed besides.
//!
//! Each mark has a colour, a line and a word of one sign, so that neither colours nor a screen are needed to read it.

use super::{Check, Claim, Relation};
use crate::html::escaped;
use crate::words::Words;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;
use youju_declare::Lang;
use youju_proofread::reading::Span;

const STYLE: &str = include_str!("page.css");
/// A paragraph of at most so many characters without a closing mark is a headline.
const HEADLINE: usize = 40;

/// What a mark says of a figure, the weightiest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    Impossible,
    Contradicted,
    Differs,
    Stale,
    Warning,
    Unresolved,
    Open,
    Consistent,
    Confirmed,
    Printed,
    Solved,
    Holds,
    Plain,
}

impl Mark {
    const ALL: [Self; 13] = [
        Self::Impossible,
        Self::Contradicted,
        Self::Differs,
        Self::Stale,
        Self::Warning,
        Self::Unresolved,
        Self::Open,
        Self::Consistent,
        Self::Confirmed,
        Self::Printed,
        Self::Solved,
        Self::Holds,
        Self::Plain,
    ];

    fn key(self) -> &'static str {
        match self {
            Self::Impossible => "impossible",
            Self::Contradicted => "contradicted",
            Self::Differs => "differs",
            Self::Stale => "stale",
            Self::Warning => "warning",
            Self::Unresolved => "unresolved",
            Self::Open => "open",
            Self::Solved => "solved",
            Self::Consistent => "consistent",
            Self::Confirmed => "confirmed",
            Self::Printed => "printed",
            Self::Holds => "holds",
            Self::Plain => "plain",
        }
    }

    /// Colour and line: what is wrong, what deserves a look, what is open, what fits.
    fn class(self) -> &'static str {
        match self {
            Self::Impossible | Self::Contradicted | Self::Differs => "bad",
            Self::Stale | Self::Warning => "look",
            Self::Unresolved | Self::Open => "open",
            Self::Solved => "new",
            Self::Consistent | Self::Confirmed | Self::Printed | Self::Holds => "good",
            Self::Plain => "plain",
        }
    }

    fn name(self, words: &Words<'_>) -> String {
        words.get(&format!("check.mark.{}", self.key()))
    }

    fn sign(self, words: &Words<'_>) -> String {
        words.get(&format!("check.sign.{}", self.key()))
    }

    fn of_verdict(claim: &Claim) -> Self {
        match claim.verdict.as_deref() {
            Some("contradicted") => Self::Contradicted,
            Some("stale") => Self::Stale,
            Some("unresolved") => Self::Unresolved,
            Some("consistent") => Self::Consistent,
            Some("confirmed") => Self::Confirmed,
            Some(_) if claim.is_open() => Self::Open,
            _ => Self::Plain,
        }
    }

    fn of_relation(relation: &Relation) -> Self {
        match relation.result.as_str() {
            "impossible" => Self::Impossible,
            "warning" => Self::Warning,
            "solved" => Self::Solved,
            _ => Self::Holds,
        }
    }

    fn of_printed(claim: &Claim) -> Self {
        match claim.published.as_slice() {
            [] => Self::Plain,
            _ if claim.differs() => Self::Differs,
            _ => Self::Printed,
        }
    }
}

/// What is said beside the text about one figure.
struct Note<'c> {
    claim: &'c Claim,
    /// Each thing that is said, with its own mark.
    lines: Vec<(Mark, String)>,
}

/// A marked figure: its weightiest mark, and the number of the note that explains it.
struct Marked {
    mark: Mark,
    note: Option<usize>,
}

/// Writes a checked text as HTML; the same check gives the same bytes.
pub(super) fn page(check: &Check, words: &Words<'_>) -> String {
    let page = Page::new(check, words);
    let name = &check.source.name;
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let title = words.fill("check.page.title", &[("name", &name)]);
    let lang = match words.lang {
        Lang::Zh => "zh-CN",
        other => other.code(),
    };
    let mut html = format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n",
        escaped(&title)
    );
    page.head(&title, &mut html);
    page.text(&mut html);
    page.foot(&mut html);
    html.push_str("</body>\n</html>\n");
    html
}

struct Page<'c> {
    check: &'c Check,
    words: &'c Words<'c>,
    notes: Vec<Note<'c>>,
    /// One for each claim.
    marked: Vec<Marked>,
}

impl<'c> Page<'c> {
    fn new(check: &'c Check, words: &'c Words<'c>) -> Self {
        let mut page = Self {
            check,
            words,
            notes: Vec::new(),
            marked: Vec::new(),
        };
        let mut number: BTreeMap<usize, usize> = BTreeMap::new();
        for claim in &check.claims {
            let lines = page.lines(claim);
            if !lines.is_empty() {
                page.notes.push(Note { claim, lines });
                number.insert(claim.id, page.notes.len());
            }
        }
        for claim in &check.claims {
            let related = check
                .relations
                .iter()
                .filter(|r| r.claims.contains(&claim.id));
            let marks = related
                .clone()
                .map(Mark::of_relation)
                .chain([Mark::of_verdict(claim), Mark::of_printed(claim)]);
            let mark = marks.min().unwrap_or(Mark::Plain);
            // Its own note explains it, unless what weighs most is said where the relation begins.
            let told = related
                .filter(|r| Mark::of_relation(r) == mark)
                .find_map(|r| number.get(&check.first(r)?));
            let own = number.get(&claim.id);
            let explains = |n: &&usize| page.notes[**n - 1].lines.iter().any(|(m, _)| *m == mark);
            page.marked.push(Marked {
                mark,
                note: own.filter(explains).or(told).or(own).copied(),
            });
        }
        page
    }

    /// What is to be said about a claim: its verdict, earlier documents, and the relations that begin with it.
    fn lines(&self, claim: &Claim) -> Vec<(Mark, String)> {
        let words = self.words;
        let mut lines = Vec::new();
        let verdict = Mark::of_verdict(claim);
        if verdict != Mark::Plain {
            let mut text = format!("<p>{}</p>", escaped(&claim.message));
            if let Some(note) = &claim.note {
                let _ = write!(text, "<p>{}</p>", escaped(note));
            }
            if let Some(binding) = &claim.binding {
                let _ = write!(
                    text,
                    "<p class=\"of\">{} · {}</p>",
                    escaped(&words.indicator(&binding.indicator)),
                    escaped(&words.unit_and_code(&binding.unit))
                );
            }
            // What agrees needs no further look.
            let differs = claim.ledger.is_some() && verdict.class() != "good";
            let command = self.check.command(claim, words).filter(|_| differs);
            let how_to_bind = claim.how_to_bind(words);
            for command in command.into_iter().chain(how_to_bind) {
                let _ = write!(text, "<p><code>{}</code></p>", escaped(&command));
            }
            lines.push((verdict, text));
        }
        let printed = claim.published.iter().map(|printed| {
            let mark = if printed.agrees {
                Mark::Printed
            } else {
                Mark::Differs
            };
            (mark, format!("<p>{}</p>", escaped(&printed.said(words))))
        });
        lines.extend(printed);
        let own = |relation: &&Relation| self.check.first(relation) == Some(claim.id);
        lines.extend(self.check.relations.iter().filter(own).map(|relation| {
            let code = words.get(&format!("code.{}", relation.code));
            let text = format!(
                "<p><b>{}</b>　{}</p>",
                escaped(&code),
                escaped(&relation.message)
            );
            (Mark::of_relation(relation), text)
        }));
        lines
    }

    fn head(&self, title: &str, html: &mut String) {
        let (check, words) = (self.check, self.words);
        let day = match &check.published_on {
            Some(day) => words.fill("check.page.published_on", &[("day", day)]),
            None => words.get("check.page.no_day"),
        };
        let ledger = match &check.source.ledger {
            Some(ledger) => words.fill("check.page.ledger", &[("ledger", ledger)]),
            None => words.get("check.page.no_ledger"),
        };
        let _ = writeln!(
            html,
            "<header>\n<h1>{}</h1>\n<p class=\"about\">{} · {}</p>",
            escaped(title),
            escaped(&day),
            escaped(&ledger)
        );
        if check.synthetic {
            let text = escaped(&words.get("check.example"));
            let _ = writeln!(html, "<p class=\"made-up\">{text}</p>");
        }
        let coverage = &check.coverage;
        let seen = words.fill(
            "check.seen",
            &[
                ("numerals", &coverage.numerals),
                ("claims", &coverage.claims),
                ("masked", &coverage.masked),
            ],
        );
        let _ = writeln!(
            html,
            "<section class=\"legend\">\n<h2>{}</h2>\n<p>{}</p>\n<ul>",
            escaped(&words.get("check.page.legend")),
            escaped(&seen)
        );
        for mark in Mark::ALL {
            let count = self.marked.iter().filter(|m| m.mark == mark).count();
            if count > 0 {
                let _ = writeln!(
                    html,
                    "<li><span class=\"m {}\">{}</span> {} <b>{count}</b></li>",
                    mark.class(),
                    escaped(&mark.sign(words)),
                    escaped(&mark.name(words))
                );
            }
        }
        html.push_str("</ul>\n</section>\n</header>\n");
    }

    fn text(&self, html: &mut String) {
        let (check, words) = (self.check, self.words);
        html.push_str("<main>\n");
        let pieces = self.pieces();
        for paragraph in self.paragraphs() {
            let opens = |article: &&super::Article| paragraph.contains(&article.start);
            if check.articles.len() > 1
                && let Some(article) = check.articles.iter().find(opens)
            {
                let number = words.fill("check.page.article", &[("n", &article.id)]);
                let unit = article.units.first().map(|unit| words.unit_and_code(unit));
                let unit = unit.map_or_else(String::new, |unit| format!(" · {unit}"));
                let _ = writeln!(
                    html,
                    "<h2 class=\"article\">{}</h2>",
                    escaped(&(number + &unit))
                );
            }
            let shown: Vec<char> = check.source.text[paragraph.clone()].to_vec();
            let closes = shown.iter().rev().find(|c| !c.is_whitespace());
            let headline = shown.len() <= HEADLINE
                && closes.is_some_and(|c| !"。！？；：，、”）".contains(*c));
            let class = if headline { " class=\"headline\"" } else { "" };
            let _ = write!(html, "<section class=\"row\">\n<p{class}>");
            let mut at = paragraph.start;
            for (span, piece) in pieces.iter().filter(|(s, _)| paragraph.contains(&s.start)) {
                html.push_str(&self.plain(at..span.start));
                html.push_str(piece);
                at = span.end;
            }
            html.push_str(&self.plain(at..paragraph.end));
            html.push_str("</p>\n");
            self.notes_of(&paragraph, html);
            html.push_str("</section>\n");
        }
        html.push_str("</main>\n");
    }

    /// Stretches of the text that hold something, without blank ones.
    fn paragraphs(&self) -> Vec<Range<usize>> {
        let text = &self.check.source.text;
        let ends = self.check.source.breaks.iter().copied();
        let mut start = 0;
        let mut paragraphs = Vec::new();
        for end in ends.chain([text.len()]) {
            let end = end.clamp(start, text.len());
            if text[start..end].iter().any(|c| !c.is_whitespace()) {
                paragraphs.push(start..end);
            }
            start = end;
        }
        paragraphs
    }

    /// Marked stretches in the order of the text, none over another: figures first, then what is masked or sweeping.
    fn pieces(&self) -> Vec<(Range<usize>, String)> {
        let source = &self.check.source;
        let mut pieces: BTreeMap<usize, (usize, String)> = BTreeMap::new();
        for (claim, marked) in self.check.claims.iter().zip(&self.marked) {
            put(
                &mut pieces,
                claim.start..claim.end,
                self.figure(claim, marked),
            );
        }
        for masked in &source.masked {
            let reason = self.reason(&masked.reason);
            let text = self.plain(range(&masked.span));
            let html = format!(
                "<span class=\"masked\" title=\"{}\">{text}</span>",
                escaped(&reason)
            );
            put(&mut pieces, range(&masked.span), html);
        }
        for span in &source.sweeping {
            let text = self.plain(range(span));
            put(
                &mut pieces,
                range(span),
                format!("<span class=\"sweeping\">{text}</span>"),
            );
        }
        let pieces = pieces.into_iter();
        pieces
            .map(|(start, (end, html))| (start..end, html))
            .collect()
    }

    fn figure(&self, claim: &Claim, marked: &Marked) -> String {
        let Marked { mark, note } = marked;
        let text = self.plain(claim.start..claim.end);
        let name = escaped(&mark.name(self.words));
        let class = mark.class();
        match note {
            Some(note) => format!(
                "<a class=\"m {class}\" href=\"#n{note}\" title=\"{name}\">{text}<sup>{}{note}</sup></a>",
                escaped(&mark.sign(self.words))
            ),
            None => format!("<span class=\"m {class}\" title=\"{name}\">{text}</span>"),
        }
    }

    fn notes_of(&self, paragraph: &Range<usize>, html: &mut String) {
        let own = |(_, note): &(usize, &Note)| paragraph.contains(&note.claim.start);
        let mut notes = self.notes.iter().enumerate().filter(own).peekable();
        if notes.peek().is_none() {
            return;
        }
        html.push_str("<ol class=\"notes\">\n");
        for (i, note) in notes {
            let (number, surface) = (i + 1, note.claim.start..note.claim.end);
            let _ = write!(
                html,
                "<li id=\"n{number}\"><b>{number}</b> {}",
                self.plain(surface)
            );
            let mut last = None;
            for (mark, text) in &note.lines {
                let heading = format!(
                    "<b>{} {}</b>",
                    escaped(&mark.sign(self.words)),
                    escaped(&mark.name(self.words))
                );
                let heading = if last == Some(mark) { "" } else { &heading };
                let _ = write!(
                    html,
                    "<div class=\"{}\">{heading}{text}</div>",
                    mark.class()
                );
                last = Some(mark);
            }
            html.push_str("</li>\n");
        }
        html.push_str("</ol>\n");
    }

    fn foot(&self, html: &mut String) {
        let (source, words) = (&self.check.source, self.words);
        let heading = |key: &str| {
            let (title, lead) = (
                format!("check.page.{key}"),
                format!("check.page.{key}_lead"),
            );
            format!(
                "<section class=\"rest\">\n<h2>{}</h2>\n<p>{}</p>\n",
                escaped(&words.get(&title)),
                escaped(&words.get(&lead))
            )
        };
        if !source.masked.is_empty() {
            // Equal ones are told once with their number.
            let mut reasons: BTreeMap<&str, Vec<(&str, usize)>> = BTreeMap::new();
            for masked in &source.masked {
                let texts = reasons.entry(&masked.reason).or_default();
                match texts.iter_mut().find(|(text, _)| *text == masked.span.text) {
                    Some((_, n)) => *n += 1,
                    None => texts.push((&masked.span.text, 1)),
                }
            }
            html.push_str(&heading("masked"));
            html.push_str("<dl>\n");
            for (reason, texts) in reasons {
                let count: usize = texts.iter().map(|(_, n)| n).sum();
                let told = |(text, n): &(&str, usize)| match n {
                    1 => (*text).to_owned(),
                    n => format!("{text} ×{n}"),
                };
                let _ = writeln!(
                    html,
                    "<dt>{} ({count})</dt><dd>{}</dd>",
                    escaped(&self.reason(reason)),
                    escaped(&words.list(&texts.iter().map(told).collect::<Vec<_>>()))
                );
            }
            html.push_str("</dl>\n</section>\n");
        }
        if !source.sweeping.is_empty() {
            let texts: Vec<&str> = source.sweeping.iter().map(|s| s.text.as_str()).collect();
            html.push_str(&heading("sweeping"));
            let _ = writeln!(html, "<p>{}</p>\n</section>", escaped(&words.list(&texts)));
        }
        let _ = writeln!(
            html,
            "<footer>{}</footer>",
            escaped(&words.get("check.page.foot"))
        );
    }

    fn reason(&self, reason: &str) -> String {
        self.words.get(&format!("mask.{reason}"))
    }

    /// A stretch of the text on one line; lines that were broken within a sentence are closed up.
    fn plain(&self, span: Range<usize>) -> String {
        let text = self.check.source.text.get(span).unwrap_or_default();
        let mut shown = String::with_capacity(text.len());
        for (i, c) in text.iter().enumerate() {
            let latin = |c: Option<&char>| c.is_some_and(char::is_ascii_alphanumeric);
            let between =
                || latin(i.checked_sub(1).and_then(|i| text.get(i))) && latin(text.get(i + 1));
            match c {
                '\n' | '\r' if between() => shown.push(' '),
                '\n' | '\r' => {}
                c => shown.push(*c),
            }
        }
        escaped(&shown)
    }
}

impl Check {
    /// The claim of a relation that stands first in the text.
    fn first(&self, relation: &Relation) -> Option<usize> {
        let claims = relation.claims.iter().filter_map(|id| self.claim(*id));
        claims.min_by_key(|claim| claim.start).map(|claim| claim.id)
    }
}

fn range(span: &Span) -> Range<usize> {
    span.start..span.end
}

/// Puts a piece in where no other lies.
fn put(pieces: &mut BTreeMap<usize, (usize, String)>, span: Range<usize>, html: String) {
    let before = pieces.range(..span.end).next_back();
    if !span.is_empty() && before.is_none_or(|(_, (end, _))| *end <= span.start) {
        pieces.insert(span.start, (span.end, html));
    }
}
