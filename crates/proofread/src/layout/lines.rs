//! Lines as they stand in the file, and what a line or paragraph is by its form.

use crate::normalise::{is_clause_mark, is_han, is_line_break};

/// One line of the file, without the white space around it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line {
    pub start: usize,
    pub end: usize,
    /// An empty line stands before it.
    pub apart: bool,
    /// It is set in by white space.
    pub indented: bool,
}

impl Line {
    pub fn len(self) -> usize {
        self.end - self.start
    }
}

/// Lines that are one paragraph, or one line of a headline.
#[derive(Debug, Clone)]
pub(crate) struct Paragraph {
    /// Indices of its lines, in reading order.
    pub lines: Vec<usize>,
    /// Its characters without line breaks.
    pub text: Vec<char>,
    pub role: Role,
    /// How wide its column is, where its lines were broken.
    pub width: Option<usize>,
    /// It is the first of its column or block, so that it may go on in a sentence from elsewhere.
    pub first: bool,
}

/// What a paragraph is on its page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A headline or the heading of a section.
    Headline,
    /// Who wrote it.
    Byline,
    /// Words to a picture, and who took it.
    Caption,
    /// A paragraph that opens with 本报…电 or 新华社…电.
    Dateline,
    /// Anything else.
    Body,
}

/// Cuts a text into lines; empty ones are left out.
pub(crate) fn lines(original: &[char]) -> Vec<Line> {
    let mut lines = Vec::new();
    let (mut start, mut breaks) = (0, 0);
    for end in 0..=original.len() {
        if end < original.len() && !is_line_break(original[end]) {
            continue;
        }
        let line = &original[start..end];
        let blank = |c: &char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}');
        match line.iter().position(|c| !blank(c)) {
            Some(lead) => {
                let tail = line.iter().rev().take_while(|c| blank(c)).count();
                lines.push(Line {
                    start: start + lead,
                    end: end - tail,
                    apart: breaks > 1 || lines.is_empty(),
                    indented: lead > 0,
                });
                breaks = 1;
            }
            // \r\n is one break.
            None if end > start || end == 0 || original[end - 1] != '\r' => breaks += 1,
            None => {}
        }
        start = end + 1;
    }
    lines
}

/// Says what a line is by its form alone.
pub(crate) fn role(text: &[char]) -> Role {
    let plain: String = text.iter().filter(|c| !c.is_whitespace()).collect();
    let plain = plain.trim_start_matches(['□', '■', '●', '◎', '○', '▲', '△', '(', '（', '【', '[']);
    let closes = ends_closed(text);
    let short = text.len() <= 36 && !closes;
    let names_paper = ["本报", "新华社", "中新社", "人民网", "新华网"];
    let opens = names_paper.iter().any(|paper| plain.starts_with(paper));
    let writer = [
        "本报记者",
        "记者",
        "通讯员",
        "文/",
        "文／",
        "作者",
        "供稿",
        "撰稿",
        "特约记者",
        "实习生",
        "实习记者",
        "见习记者",
        "摄影",
    ];
    if [
        "图为", "图①", "图一", "图片", "上图", "下图", "左图", "右图",
    ]
    .iter()
    .any(|w| plain.starts_with(w))
    {
        return Role::Caption;
    }
    if opens && text.len() > 24 && plain.chars().take(24).any(|c| matches!(c, '讯' | '电')) {
        return Role::Dateline;
    }
    if short && (writer.iter().any(|w| plain.starts_with(w)) || opens && plain.contains("记者")) {
        let picture = ["摄", "摄影报道", "供图"]
            .iter()
            .any(|w| plain.trim_end_matches([')', '）']).ends_with(w));
        return if picture { Role::Caption } else { Role::Byline };
    }
    // Three clauses that stop without a mark are a broken sentence; two halves may be a headline.
    let broken = text.len() >= 24 && text.iter().filter(|c| is_clause_mark(**c)).count() > 1;
    if text.len() <= 40 && !closes && !broken && !ends_open(text) && !is_item(plain) {
        return Role::Headline;
    }
    Role::Body
}

/// Says whether a sentence is over at the end of `text`.
pub(crate) fn ends_closed(text: &[char]) -> bool {
    text.last().is_some_and(|c| {
        matches!(
            c,
            '。' | '！' | '？' | '；' | '…' | '”' | '.' | '!' | '?' | ';' | '།'
        )
    })
}

/// Says whether a mark at the end of `text` promises that it goes on.
pub(crate) fn ends_open(text: &[char]) -> bool {
    text.last()
        .is_some_and(|c| matches!(c, '，' | '、' | ',' | '(' | '（' | '“' | '《'))
}

/// Says whether there is a clause in `text`: a headline has none.
pub(crate) fn has_clauses(text: &[char]) -> bool {
    text.iter().any(|c| is_clause_mark(*c))
}

/// 一、…, （二）…: the heading of a section, not of an article.
fn is_item(line: &str) -> bool {
    let mut chars = line.chars();
    let first = chars.next().unwrap_or('\0');
    let second = chars.next().unwrap_or('\0');
    "一二三四五六七八九十".contains(first) && "、是要)）".contains(second)
        || first.is_ascii_digit() && "、.．".contains(second)
}

/// The number of the section that opens with 一、, 二、 …
pub(crate) fn section_number(text: &[char]) -> Option<usize> {
    match text {
        [first, '、', ..] => "一二三四五六七八九十"
            .chars()
            .position(|d| d == *first)
            .map(|n| n + 1),
        _ => None,
    }
}

/// Says whether most letters are Chinese characters.
pub(crate) fn is_chinese(text: &[char]) -> bool {
    let letters = text.iter().filter(|c| c.is_alphabetic()).count();
    2 * text.iter().filter(|c| is_han(**c)).count() >= letters
}
