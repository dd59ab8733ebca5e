//! The reading order of a page: lines into paragraphs, paragraphs into articles.
//!
//! A page taken out of a newspaper comes as lines of columns, in any order, with headlines in the middle. What belongs
//! together is read from the text itself: how long its lines are, where sentences and quotes stay open, what a joint
//! spells, which names and phrases its parts share, and how headlines, bylines and datelines are written.

mod columns;
mod lines;
mod order;
mod seams;
mod stories;

use crate::segment::Names;
pub use lines::Role;
use lines::{Line, Paragraph};

/// A longer text is no page: it is read as it stands.
const PAGE: usize = 100_000;

/// An article of a page, in the order in which it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageArticle {
    /// Codes of the units that it is about, its own first.
    pub units: Vec<String>,
    /// Its headlines, paragraphs and captions.
    pub paragraphs: Vec<Set>,
}

/// A paragraph or a line of a headline, put together from where it stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set {
    /// What it is by its form.
    pub role: Role,
    /// Its text, without the line breaks of the column.
    pub text: String,
    /// Where it stands in the file: first code point and the one after the last.
    pub pieces: Vec<(usize, usize)>,
}

/// Says what a paragraph is by its form.
pub(crate) fn role(text: &str) -> Role {
    lines::role(&text.chars().collect::<Vec<_>>())
}

/// A stretch of the original that is read in one go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Piece {
    /// First code point.
    pub start: usize,
    /// Code point after the last.
    pub end: usize,
    /// It goes on in the sentence of the piece before it.
    pub joins: bool,
    /// The first piece of another article.
    pub opens: bool,
    pub role: Role,
}

/// Puts the lines of a page in the order in which they are read; `None` for what is too long to be a page.
pub(crate) fn pieces(original: &[char], names: &Names) -> Option<Vec<Piece>> {
    if original.len() > PAGE {
        return None;
    }
    let lines = lines::lines(original);
    let words = seams::Words::of(original, &lines);
    let paragraphs = columns::paragraphs(original, &lines, &words);
    let follows = seams::follow(&paragraphs, &words);
    let stories = stories::assign(&paragraphs, &follows, names);
    Some(arranged(
        &lines,
        &paragraphs,
        &order::order(&paragraphs, &follows, &stories),
    ))
}

fn arranged(lines: &[Line], paragraphs: &[Paragraph], order: &[order::Place]) -> Vec<Piece> {
    let mut pieces = Vec::with_capacity(lines.len());
    for place in order {
        let paragraph = &paragraphs[place.paragraph];
        for (k, line) in paragraph.lines.iter().enumerate() {
            pieces.push(Piece {
                start: lines[*line].start,
                end: lines[*line].end,
                joins: k > 0 || place.joins,
                opens: k == 0 && place.opens,
                role: paragraph.role,
            });
        }
    }
    pieces
}
