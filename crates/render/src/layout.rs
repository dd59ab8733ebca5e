//! Lines and columns that stay right under Chinese and Tibetan.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns that a text takes on a terminal.
pub fn width(text: &str) -> usize {
    text.width()
}

/// Lays rows out in columns, two spaces apart; the last column is not filled up.
///
/// - Input: rows of equal length; `right` names the columns whose values stand at their right edge.
/// - Output: lines with `indent` spaces in front, joined by newlines.
pub fn columns(rows: &[Vec<String>], right: &[usize], indent: usize) -> String {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let wide = |i: usize| rows.iter().filter_map(|r| r.get(i)).map(|c| width(c)).max();
    let widths: Vec<usize> = (0..count).map(|i| wide(i).unwrap_or(0)).collect();
    let line = |row: &Vec<String>| {
        let mut line = " ".repeat(indent);
        for (i, cell) in row.iter().enumerate() {
            let fill = " ".repeat(widths[i] - width(cell));
            if i > 0 {
                line.push_str("  ");
            }
            if right.contains(&i) {
                line.push_str(&fill);
                line.push_str(cell);
            } else {
                line.push_str(cell);
                line.push_str(&fill);
            }
        }
        line.trim_end().to_owned()
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Breaks a text into lines of at most `limit` columns: at spaces, between Chinese characters, and anywhere at need.
pub fn wrap(text: &str, limit: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        let mut rest = 0;
        for word in words(paragraph) {
            let room = limit.saturating_sub(rest);
            let length = width(word.trim_end());
            if length > room && rest > 0 && !word.starts_with(starts_bound) {
                lines.push(std::mem::take(&mut line).trim_end().to_owned());
                rest = 0;
            }
            for c in word.chars() {
                let w = c.width().unwrap_or(0);
                if rest + w > limit && length > limit {
                    lines.push(std::mem::take(&mut line));
                    rest = 0;
                }
                line.push(c);
                rest += w;
            }
        }
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// Wraps a text behind a label: `  依据  …`, the following lines under the first word.
///
/// - Input: `gutter` is the width that the label is filled up to.
pub fn labelled(label: &str, gutter: usize, text: &str, limit: usize) -> String {
    let lead = format!(
        "  {label}{}  ",
        " ".repeat(gutter.saturating_sub(width(label)))
    );
    let space = " ".repeat(width(&lead));
    let lines = wrap(text, limit.saturating_sub(width(&lead)).max(20));
    let joined = lines.iter().enumerate().map(|(i, line)| {
        let front = if i == 0 { &lead } else { &space };
        format!("{front}{line}")
    });
    joined.collect::<Vec<_>>().join("\n")
}

/// Columns of a terminal for which texts are laid out when nobody says otherwise.
pub const LINE: usize = 80;

/// Says whether a character may not begin a line.
pub(crate) fn starts_bound(c: char) -> bool {
    "，。、；：！？”’）》%％".contains(c)
}

/// Parts a text where a line may break: behind spaces, around wide characters.
fn words(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut last: Option<char> = None;
    for (i, c) in text.char_indices() {
        let wide = |c: char| c.width().unwrap_or(0) == 2;
        let breaks = last.is_some_and(|l| {
            (l == ' ' && c != ' ') || ((wide(l) || wide(c)) && !"（《“‘".contains(l))
        });
        if breaks {
            parts.push(&text[start..i]);
            start = i;
        }
        last = Some(c);
    }
    if start < text.len() {
        parts.push(&text[start..]);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_one_another() {
        let rows = [["单位", "数", "x"], ["office", "12", ""]].map(|r| r.map(str::to_owned).into());
        assert_eq!(columns(&rows, &[1], 1), " 单位    数  x\n office  12");
    }

    #[test]
    fn lines_break_between_characters_and_keep_their_marks() {
        assert_eq!(wrap("一二三四，五六", 8), ["一二三四，", "五六"]);
        assert_eq!(wrap("one two three", 8), ["one two", "three"]);
        assert_eq!(wrap("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(wrap("", 8), [""]);
    }

    #[test]
    fn a_label_has_its_text_beside_it() {
        assert_eq!(
            labelled("依据", 4, "一二三四五六七八九十一二", 32),
            "  依据  一二三四五六七八九十一二"
        );
        assert_eq!(
            labelled("a", 4, "one two three four five six", 30),
            "  a     one two three four\n        five six"
        );
    }
}
