//! A piece of a text with marks under some of its words; columns stay right under Chinese.

use crate::layout::{LINE, starts_bound, width};
use unicode_width::UnicodeWidthChar;

/// A stretch to be marked, in code points of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// First code point.
    pub start: usize,
    /// Code point after the last.
    pub end: usize,
    /// What is said about it; nothing leaves it underlined.
    pub label: Option<String>,
}

/// Code points that are shown before the first and after the last mark of a long sentence, at most.
const AROUND: usize = 28;

/// Draws the sentences that hold the marks, with the marks under them.
///
/// - Input: the text as code points, its name, the marks in any order.
/// - Output: lines; one picture, sentences that are apart divided by `⋮`.
pub fn picture(text: &[char], name: &str, marks: &[Mark]) -> Vec<String> {
    let mut marks = marks.to_vec();
    marks.sort_by_key(|mark| (mark.start, mark.end));
    let Some(first) = marks.first() else {
        return Vec::new();
    };
    let (line, column) = place(text, first.start);
    let mut pieces: Vec<(usize, usize, Vec<Mark>)> = Vec::new();
    for mark in marks {
        let (start, end) = sentence(text, mark.start, mark.end);
        match pieces.last_mut() {
            Some((_, last, own)) if mark.start < *last => {
                *last = (*last).max(end);
                own.push(mark);
            }
            _ => pieces.push((start, end, vec![mark])),
        }
    }
    let numbers = pieces.iter().map(|(start, ..)| place(text, *start).0);
    let gutter = numbers.max().unwrap_or(line).to_string().len();
    let blank = " ".repeat(gutter);
    let mut lines = vec![format!(" {blank} ╭─[{name}:{line}:{column}]")];
    for (i, (start, end, own)) in pieces.iter().enumerate() {
        if i > 0 {
            lines.push(format!(" {blank} ⋮"));
        }
        let (from, until) = cut(text, *start, *end, own);
        let mut number = place(text, from).0.to_string();
        for (a, b) in rows(text, from, until, own, LINE - gutter - 8) {
            let head = if a == from && from > *start {
                "…"
            } else {
                ""
            };
            let tail = if b == until && until < *end {
                "…"
            } else {
                ""
            };
            let shown: String = text[a..b].iter().collect();
            lines.push(format!(" {number:>gutter$} │ {head}{shown}{tail}"));
            number.clear();
            let under = under(text, a, b, own, width(head));
            lines.extend(under.into_iter().map(|under| format!(" {blank} · {under}")));
        }
    }
    lines.push(format!(" {blank} ╰─"));
    lines
}

/// Line and column of a code point, from 1.
pub fn place(text: &[char], at: usize) -> (usize, usize) {
    let before = &text[..at.min(text.len())];
    let line = before.iter().filter(|c| **c == '\n').count() + 1;
    let column = before.iter().rev().take_while(|c| **c != '\n').count() + 1;
    (line, column)
}

/// Bounds of the sentence that holds a stretch, without its surrounding blanks.
fn sentence(text: &[char], start: usize, end: usize) -> (usize, usize) {
    let ends = |c: &char| "。！？\n\r".contains(*c);
    let mut from = text[..start].iter().rposition(ends).map_or(0, |i| i + 1);
    let rest = text[end..]
        .iter()
        .position(ends)
        .map_or(text.len(), |i| end + i);
    let until = if text.get(rest).is_some_and(|c| "。！？".contains(*c)) {
        rest + 1
    } else {
        rest
    };
    while from < start && text[from].is_whitespace() {
        from += 1;
    }
    (from, until)
}

/// Cuts what is far from any mark off, at a comma where one is near.
fn cut(text: &[char], start: usize, end: usize, marks: &[Mark]) -> (usize, usize) {
    let pauses = |c: &char| "，；：、".contains(*c);
    let first = marks.iter().map(|m| m.start).min().unwrap_or(start);
    let last = marks.iter().map(|m| m.end).max().unwrap_or(end);
    let from = match first.checked_sub(AROUND).filter(|from| *from > start) {
        None => start,
        Some(far) => {
            far + text[far..first]
                .iter()
                .position(pauses)
                .map_or(0, |i| i + 1)
        }
    };
    let until = match last + AROUND {
        far if far >= end => end,
        far => {
            last + text[last..far]
                .iter()
                .rposition(pauses)
                .map_or(far - last, |i| i + 1)
        }
    };
    (from, until)
}

/// Parts a stretch into rows of at most `limit` columns; a mark that fits is not torn.
fn rows(
    text: &[char],
    from: usize,
    until: usize,
    marks: &[Mark],
    limit: usize,
) -> Vec<(usize, usize)> {
    let mut rows = Vec::new();
    let (mut start, mut wide) = (from, 0);
    for i in from..until {
        let own = text[i].width().unwrap_or(0);
        if wide + own > limit && i > start && !starts_bound(text[i]) {
            let whole = marks
                .iter()
                .find(|m| m.start < i && i < m.end && m.start > start);
            let next = whole.map_or(i, |m| m.start);
            rows.push((start, next));
            start = next;
            wide = columns(text, start, i);
        }
        wide += own;
    }
    rows.push((start, until));
    rows
}

fn columns(text: &[char], from: usize, until: usize) -> usize {
    text[from..until.max(from)]
        .iter()
        .map(|c| c.width().unwrap_or(0))
        .sum()
}

/// The lines under one row: the marks, then their labels from the right.
fn under(text: &[char], a: usize, b: usize, marks: &[Mark], lead: usize) -> Vec<String> {
    let here: Vec<(usize, usize, Option<&String>)> = marks
        .iter()
        .filter(|m| m.start < b && m.end > a)
        .map(|m| {
            let column = lead + columns(text, a, m.start.max(a));
            let wide = columns(text, m.start.max(a), m.end.min(b)).max(1);
            // A mark that runs on into the next row has its label there.
            (column, wide, m.label.as_ref().filter(|_| m.end <= b))
        })
        .collect();
    if here.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![String::new()];
    for (column, wide, label) in &here {
        let fill = column.saturating_sub(width(&lines[0]));
        let middle = wide / 2;
        let mark = match label {
            Some(_) => format!("{}┬{}", "─".repeat(middle), "─".repeat(wide - middle - 1)),
            None => "─".repeat(*wide),
        };
        lines[0].push_str(&format!("{}{mark}", " ".repeat(fill)));
    }
    let labelled: Vec<(usize, &String)> = here
        .iter()
        .filter_map(|(column, wide, label)| Some((column + wide / 2, (*label)?)))
        .collect();
    for (i, (column, label)) in labelled.iter().enumerate().rev() {
        let mut line = String::new();
        for (before, _) in &labelled[..i] {
            let fill = before.saturating_sub(width(&line));
            line.push_str(&format!("{}│", " ".repeat(fill)));
        }
        let fill = column.saturating_sub(width(&line));
        line.push_str(&format!("{}╰── {label}", " ".repeat(fill)));
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(text: &str, words: &[(&str, Option<&str>)], expected: Expect) {
        let chars: Vec<char> = text.chars().collect();
        let marks: Vec<Mark> = words
            .iter()
            .map(|(word, label)| {
                let byte = text.find(word).expect("the word stands in the text");
                let start = text[..byte].chars().count();
                let end = start + word.chars().count();
                let label = label.map(str::to_owned);
                Mark { start, end, label }
            })
            .collect();
        let drawn = picture(&chars, "稿件.txt", &marks).join("\n");
        // A first line without indent, for an expected text loses the indent that all its lines share.
        expected.assert_eq(&format!("× …\n{drawn}"));
    }

    #[test]
    fn marks_stand_under_their_words() {
        check(
            "标题\n目前，全办党员315名，党员数占比达78.6%。再说。",
            &[("315名", Some("分子")), ("78.6%", Some("账里 77.6%"))],
            expect![[r#"
                × …
                   ╭─[稿件.txt:2:8]
                 2 │ 目前，全办党员315名，党员数占比达78.6%。
                   ·               ──┬──              ──┬──
                   ·                 │                  ╰── 账里 77.6%
                   ·                 ╰── 分子
                   ╰─"#]],
        );
    }

    #[test]
    fn a_long_sentence_is_cut_and_sentences_apart_are_divided() {
        let long = "前面还有很多话，".repeat(8);
        check(
            &format!("{long}共有8名，{long}完了。\n\n后来又说9名。"),
            &[("8名", None), ("9名", Some("前后不一"))],
            expect![[r#"
                × …
                   ╭─[稿件.txt:1:67]
                 1 │ …前面还有很多话，前面还有很多话，前面还有很多话，共有8名，前面还有很多话，
                   ·                                                      ───
                   │ 前面还有很多话，前面还有很多话，…
                   ⋮
                 3 │ 后来又说9名。
                   ·         ─┬─
                   ·          ╰── 前后不一
                   ╰─"#]],
        );
    }

    #[test]
    fn a_mark_is_not_torn_where_it_fits() {
        let text = format!("{}一百二十三万四千五百六十七名", "很".repeat(30));
        check(
            &text,
            &[("一百二十三万四千五百六十七名", Some("数"))],
            expect![[r#"
                × …
                   ╭─[稿件.txt:1:31]
                 1 │ …很很很很很很很很很很很很很很很很很很很很很很很很很很很很
                   │ 一百二十三万四千五百六十七名
                   · ──────────────┬─────────────
                   ·               ╰── 数
                   ╰─"#]],
        );
    }
}
