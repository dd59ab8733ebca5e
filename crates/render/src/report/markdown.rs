//! The little Markdown that templates are written in, read into blocks.
//!
//! Headings `#` to `####` (the first `#` is the title), paragraphs, lists `-` and `1.`, tables with `|` under a rule
//! `|---|--:|` and with a caption `^ …` in front, closing lines `> …` that stand at the right edge. Inside a line:
//! `**strong**`, and `\` before a character that is meant as itself. Figures come in as marks ([`mark`]).

use std::iter::Peekable;
use std::str::Chars;

/// Opens and closes the mark of a figure: characters that no text can hold.
const OPEN: char = '\u{FDD0}';
const CLOSE: char = '\u{FDD1}';
/// Stands within a mark before the counter that belongs to the figure.
const COUNTER: char = '\u{FDD2}';

/// A part of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// The title is level 0, headings below it 1 to 3.
    Heading(u8, Vec<Inline>),
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// An item of a list, with its number where the list counts.
    Item(Option<u32>, Vec<Inline>),
    /// A table.
    Table(Table),
    /// A line at the right edge: who signs, the day.
    Closing(Vec<Inline>),
}

/// A part of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// Words.
    Text(String),
    /// Words that stand out.
    Strong(String),
    /// A figure by its place among the figures asked, with the counter printed behind it (may be empty).
    Figure(usize, String),
}

/// A table with one head row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What stands above it; may be empty.
    pub caption: Vec<Inline>,
    /// Names of the columns.
    pub head: Vec<Vec<Inline>>,
    /// The rows, each as long as the head.
    pub rows: Vec<Vec<Vec<Inline>>>,
    /// Columns whose values stand at their right edge.
    pub right: Vec<bool>,
}

/// Gives the mark of a figure, with the counter that is printed behind it.
pub fn mark(figure: usize, counter: &str) -> String {
    format!("{OPEN}{figure}{COUNTER}{counter}{CLOSE}")
}

/// Takes out of a text what could be taken for a mark or for control.
pub fn clean(text: &str) -> String {
    let kept = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c });
    kept.filter(|c| {
        !c.is_control()
            && !('\u{FDD0}'..='\u{FDEF}').contains(c)
            && !matches!(c, '\u{FFFE}' | '\u{FFFF}')
    })
    .collect()
}

/// Puts `\` before every character that Markdown would read as its own.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if c == '\n' {
            escaped.push(' ');
            continue;
        }
        if "\\*|#-^>.".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// Reads a text into blocks; every text is a document.
pub fn read(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut lines = text.lines().map(str::trim).peekable();
    let mut titled = false;
    let mut caption = Vec::new();
    while let Some(line) = lines.next() {
        if line.is_empty() {
            continue;
        }
        let hashes = line.len() - line.trim_start_matches('#').len();
        if (1..=4).contains(&hashes) && line[hashes..].starts_with(' ') {
            // Only the first # is the title: another one begins a chapter.
            let level = if hashes == 1 && !titled {
                0
            } else {
                hashes.max(2) - 1
            };
            titled |= hashes == 1;
            let level = u8::try_from(level).unwrap_or(3);
            blocks.push(Block::Heading(level, inlines(line[hashes..].trim())));
        } else if let Some(words) = line.strip_prefix("^ ") {
            caption = inlines(words);
        } else if let Some(words) = line.strip_prefix("> ") {
            blocks.push(Block::Closing(inlines(words)));
        } else if let Some(words) = line.strip_prefix("- ") {
            blocks.push(Block::Item(None, inlines(words)));
        } else if let Some((number, words)) = numbered(line) {
            blocks.push(Block::Item(Some(number), inlines(words)));
        } else if line.starts_with('|') && lines.peek().is_some_and(|next| is_rule(next)) {
            let rule = lines.next().unwrap_or_default();
            let mut table = Table {
                caption: std::mem::take(&mut caption),
                head: cells(line),
                rows: Vec::new(),
                right: split(rule)
                    .iter()
                    .map(|c| c.trim().ends_with(':'))
                    .collect(),
            };
            table.right.resize(table.head.len(), false);
            while let Some(row) = lines.next_if(|l| l.starts_with('|') || l.is_empty()) {
                // A loop in a template leaves empty lines between its rows.
                if row.is_empty() {
                    if lines
                        .peek()
                        .is_some_and(|next| next.starts_with('|') || next.is_empty())
                    {
                        continue;
                    }
                    break;
                }
                let mut row = cells(row);
                row.resize(table.head.len(), Vec::new());
                table.rows.push(row);
            }
            blocks.push(Block::Table(table));
        } else {
            let mut paragraph = line.to_owned();
            while let Some(next) = lines.next_if(|l| continues(l)) {
                // Chinese lines are joined as they are, others by a space.
                let wide = |c: Option<char>| c.is_none_or(|c| c > '\u{2E7F}' || c == CLOSE);
                if !wide(paragraph.chars().last()) || !wide(next.chars().next()) {
                    paragraph.push(' ');
                }
                paragraph.push_str(next);
            }
            blocks.push(Block::Paragraph(inlines(&paragraph)));
        }
    }
    blocks
}

fn continues(line: &str) -> bool {
    let begins = ["# ", "## ", "### ", "#### ", "^ ", "> ", "- ", "|"];
    !line.is_empty() && !begins.iter().any(|b| line.starts_with(b)) && numbered(line).is_none()
}

fn numbered(line: &str) -> Option<(u32, &str)> {
    let (number, words) = line.split_once(". ")?;
    Some((number.parse().ok()?, words))
}

fn is_rule(line: &str) -> bool {
    line.starts_with('|') && line.contains('-') && line.chars().all(|c| "|-: ".contains(c))
}

fn cells(line: &str) -> Vec<Vec<Inline>> {
    split(line)
        .iter()
        .map(|cell| inlines(cell.trim()))
        .collect()
}

/// Cuts a row at the bars that are meant as bars.
fn split(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut chars = line.trim_start_matches('|').chars();
    while let Some(c) = chars.next() {
        let cell = cells.last_mut().expect("there is always a cell");
        match c {
            '\\' => {
                cell.push(c);
                cell.extend(chars.next());
            }
            '|' => cells.push(String::new()),
            c => cell.push(c),
        }
    }
    // What stands behind the last bar is no cell.
    if cells.len() > 1 && cells.last().is_some_and(|last| last.trim().is_empty()) {
        cells.pop();
    }
    cells
}

fn inlines(text: &str) -> Vec<Inline> {
    let mut found = Vec::new();
    let mut words = String::new();
    let mut strong = false;
    let mut chars = text.chars().peekable();
    let put = |words: &mut String, strong: bool, found: &mut Vec<Inline>| {
        if !words.is_empty() {
            let text = std::mem::take(words);
            found.push(if strong {
                Inline::Strong(text)
            } else {
                Inline::Text(text)
            });
        }
    };
    while let Some(c) = chars.next() {
        match c {
            '\\' => words.extend(chars.next()),
            '*' if chars.next_if_eq(&'*').is_some() => {
                put(&mut words, strong, &mut found);
                strong = !strong;
            }
            OPEN => {
                put(&mut words, strong, &mut found);
                found.extend(figure(&mut chars));
            }
            c => words.push(c),
        }
    }
    put(&mut words, strong, &mut found);
    found
}

fn figure(chars: &mut Peekable<Chars<'_>>) -> Option<Inline> {
    let inside: String = chars.by_ref().take_while(|c| *c != CLOSE).collect();
    let (number, counter) = inside.split_once(COUNTER)?;
    Some(Inline::Figure(number.parse().ok()?, counter.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: &str) -> Vec<Inline> {
        vec![Inline::Text(words.into())]
    }

    #[test]
    fn blocks_are_read_in_their_order() {
        let read =
            read("# 月报\n\n## 一、总体\n\n第一行\n第二行**要紧**\n\n- 甲\n1. 乙\n\n> 示例办\n");
        assert_eq!(
            read,
            [
                Block::Heading(0, text("月报")),
                Block::Heading(1, text("一、总体")),
                Block::Paragraph(vec![
                    Inline::Text("第一行第二行".into()),
                    Inline::Strong("要紧".into())
                ]),
                Block::Item(None, text("甲")),
                Block::Item(Some(1), text("乙")),
                Block::Closing(text("示例办")),
            ]
        );
    }

    #[test]
    fn a_table_has_a_caption_and_figures() {
        let source = format!(
            "^ 表一\n| 单位 | 数 |\n|---|--:|\n\n| 甲\\|乙 | {} |\n\n| 丙 |\n\n完",
            mark(3, "名")
        );
        let [Block::Table(table), Block::Paragraph(_)] = &read(&source)[..] else {
            panic!("a table and a paragraph");
        };
        assert_eq!(table.caption, text("表一"));
        assert_eq!(table.right, [false, true]);
        assert_eq!(
            table.rows,
            [
                vec![text("甲|乙"), vec![Inline::Figure(3, "名".into())]],
                vec![text("丙"), vec![]]
            ]
        );
    }

    #[test]
    fn what_data_bring_is_read_as_itself() {
        let hostile = "# a | **b** \\ 1. c\u{FDD0}7\u{FDD1}\u{0}\n- d";
        let read = read(&escape(&clean(hostile)));
        assert_eq!(read, [Block::Paragraph(text("# a | **b** \\ 1. c7 - d"))]);
    }
}
