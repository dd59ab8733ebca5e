//! Where the heads of a sheet stand, which rows are the table, and which only look like it.
//!
//! Sheets of offices have a title on top, heads in two or three merged rows, sums in between, and remarks and signatures
//! below. Whatever is passed over is told with its line.

use super::cells::{Grid, GridRow, Merge};
use super::spelling::plain;
use std::collections::BTreeSet;

/// Rows from the top among which the heads are looked for.
const SEARCHED: usize = 40;
/// Rows that heads may take.
const DEEPEST: usize = 3;

/// The head of one column: from the widest to the narrowest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The column, from 0.
    pub column: usize,
    /// `["申请人", "姓名"]`.
    pub path: Vec<String>,
}

impl Head {
    /// Its parts in one: `申请人·姓名`.
    pub fn text(&self) -> String {
        self.path.join("·")
    }
}

/// Why a row of the sheet is no record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Skip {
    /// Above the heads.
    Title,
    /// A sum of other rows.
    Sum,
    /// A remark, a signature, the name of a section.
    Note,
    /// An example of the template.
    Example,
    /// The heads once more, or a number without anything behind it.
    Empty,
}

impl Skip {
    /// Its name in JSON and in texts.
    pub fn word(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Sum => "sum",
            Self::Note => "note",
            Self::Example => "example",
            Self::Empty => "empty",
        }
    }
}

/// How a sheet is laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// The rows of the heads, as places among the rows of the grid.
    pub head_rows: std::ops::Range<usize>,
    /// The heads.
    pub heads: Vec<Head>,
    /// The rows that are records, as places among the rows of the grid.
    pub body: Vec<usize>,
    /// The rows that are passed over, by line.
    pub skipped: Vec<(u32, Skip)>,
}

/// Finds the heads: those rows whose texts say most to `score`, the fewest of them and the first.
///
/// - Output: the heads with their rows and score; none where no text means anything.
pub fn find_heads(
    grid: &Grid,
    score: &dyn Fn(&[Head]) -> usize,
) -> Option<(std::ops::Range<usize>, Vec<Head>, usize)> {
    let mut best: Option<(std::ops::Range<usize>, Vec<Head>, usize)> = None;
    for depth in 1..=DEEPEST {
        for first in 0..grid.rows.len().min(SEARCHED) {
            let rows = first..first + depth;
            let Some(taken) = grid.rows.get(rows.clone()) else {
                break;
            };
            // Heads stand line under line.
            if taken
                .windows(2)
                .any(|pair| pair[1].line != pair[0].line + 1)
            {
                continue;
            }
            let heads = heads_at(grid, taken);
            let points = score(&heads);
            if points > best.as_ref().map_or(0, |(.., most)| *most) {
                best = Some((rows, heads, points));
            }
        }
    }
    best
}

/// Parts the rows below the heads into records and others.
///
/// - Input: whether a column is read, and whether it only numbers the rows.
pub fn lay_out(
    grid: &Grid,
    head_rows: std::ops::Range<usize>,
    heads: Vec<Head>,
    is_read: &dyn Fn(usize) -> bool,
    is_number: &dyn Fn(usize) -> bool,
) -> Layout {
    let mut layout = Layout {
        skipped: grid.rows[..head_rows.start]
            .iter()
            .map(|row| (row.line, Skip::Title))
            .collect(),
        body: Vec::new(),
        head_rows: head_rows.clone(),
        heads,
    };
    let last_head = &grid.rows[head_rows.end - 1];
    for (place, row) in grid.rows.iter().enumerate().skip(head_rows.end) {
        match skip(grid, row, last_head, layout.heads.len(), is_read, is_number) {
            None => layout.body.push(place),
            Some(why) => layout.skipped.push((row.line, why)),
        }
    }
    layout
}

fn skip(
    grid: &Grid,
    row: &GridRow,
    last_head: &GridRow,
    columns: usize,
    is_read: &dyn Fn(usize) -> bool,
    is_number: &dyn Fn(usize) -> bool,
) -> Option<Skip> {
    let texts: Vec<(usize, String)> = row
        .filled()
        .map(|(column, cell)| (column, plain(cell.shown())))
        .collect();
    let (_, first) = texts.first()?;
    if texts
        .iter()
        .any(|(column, text)| is_number(*column) && text.starts_with('例'))
    {
        return Some(Skip::Example);
    }
    let is_sum = |text: &str| {
        let sum = ["合计", "小计", "总计", "共计", "累计"];
        let short = text.chars().count() <= 12;
        short
            && sum
                .iter()
                .any(|word| text.starts_with(word) || text.ends_with(word))
    };
    if texts.iter().take(3).any(|(_, text)| is_sum(text)) {
        return Some(Skip::Sum);
    }
    let notes = [
        "注:",
        "注1",
        "备注:",
        "说明",
        "填表",
        "制表",
        "审核",
        "负责人",
        "填报",
        "联系电话",
        "#",
    ];
    if notes.iter().any(|word| first.starts_with(word)) {
        return Some(Skip::Note);
    }
    let repeats_head = row
        .filled()
        .all(|(column, cell)| last_head.cell(column) == cell);
    if repeats_head || texts.iter().all(|(column, _)| is_number(*column)) {
        return Some(Skip::Empty);
    }
    let is_wide = |merge: &&Merge| {
        merge.top <= row.line
            && row.line <= merge.bottom
            && usize::try_from(merge.right - merge.left).is_ok_and(|n| (n + 1) * 2 > columns)
    };
    let is_section = grid.merges.iter().any(|merge| is_wide(&merge));
    // A single text is a remark where it is long, is merged across, or stands in a column that nobody reads.
    let alone = texts.len() == 1 && columns > 2;
    if alone && (is_section || first.chars().count() > 20 || !is_read(texts[0].0)) {
        return Some(Skip::Note);
    }
    None
}

/// Reads the heads that some rows make together.
fn heads_at(grid: &Grid, rows: &[GridRow]) -> Vec<Head> {
    let merges: Vec<&Merge> = grid
        .merges
        .iter()
        .filter(|m| {
            rows.iter()
                .any(|row| m.top <= row.line && row.line <= m.bottom)
        })
        .collect();
    let columns: BTreeSet<usize> = rows
        .iter()
        .flat_map(|row| row.filled().map(|(column, _)| column))
        .chain(
            merges
                .iter()
                .flat_map(|m| m.left as usize..=m.right.min(1_000) as usize),
        )
        .collect();
    let mut heads: Vec<Head> = Vec::new();
    let mut left: Vec<String> = vec![String::new(); rows.len()];
    for column in columns {
        let mut path: Vec<String> = Vec::new();
        for (depth, row) in rows.iter().enumerate() {
            let mut text = cell_or_merge(row, column, &merges, rows);
            let is_last = depth + 1 == rows.len();
            // Without merges, a wide head stands over its first column only.
            if text.is_empty() && !is_last && !rows[depth + 1].cell(column).is_blank() {
                text = left[depth].clone();
            }
            left[depth].clone_from(&text);
            if !text.is_empty() && path.last() != Some(&text) {
                path.push(text);
            }
        }
        if !path.is_empty() {
            heads.push(Head { column, path });
        }
    }
    heads
}

/// The text that a cell shows: its own, or that of the merged cells it lies in.
fn cell_or_merge(row: &GridRow, column: usize, merges: &[&Merge], rows: &[GridRow]) -> String {
    let own = plain(row.cell(column).shown());
    if !own.is_empty() {
        return own;
    }
    let covers = |m: &&&Merge| {
        m.top <= row.line
            && row.line <= m.bottom
            && (m.left as usize..=m.right as usize).contains(&column)
    };
    let Some(merge) = merges.iter().find(covers) else {
        return String::new();
    };
    let corner = rows.iter().find(|r| r.line == merge.top);
    corner.map_or_else(String::new, |r| plain(r.cell(merge.left as usize).shown()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use youju_render::sheet::Entry;

    fn grid(rows: &[(u32, &str)], merges: &[(u32, u32, u32, u32)]) -> Grid {
        let row = |(line, text): &(u32, &str)| GridRow {
            line: *line,
            cells: text.split('|').map(Entry::text).collect(),
        };
        let merge = |(top, left, bottom, right): &(u32, u32, u32, u32)| Merge {
            top: *top,
            left: *left,
            bottom: *bottom,
            right: *right,
        };
        Grid {
            name: String::new(),
            rows: rows.iter().map(row).collect(),
            merges: merges.iter().map(merge).collect(),
        }
    }

    fn known(heads: &[Head]) -> usize {
        let known = ["序号", "姓名", "申请人姓名", "申请人出生日期", "递交日期"];
        let joined = heads.iter().map(|h| h.path.concat());
        joined.filter(|text| known.contains(&text.as_str())).count()
    }

    const MERGED: [(u32, &str); 9] = [
        (1, "入党申请书登记表"),
        (3, "序号|申请人||递交日期"),
        (4, "|姓名|出生日期"),
        (5, "例1|示例甲|1990-01-01|2022-01-01"),
        (6, "1|甲|1990-01-01|2022-01-01"),
        (7, "2"),
        (8, "|合 计||2"),
        (9, "3|乙"),
        (10, "注：本表一式两份"),
    ];

    #[test]
    fn merged_heads_are_joined_and_other_rows_passed_over() {
        let grid = grid(
            &MERGED,
            &[(1, 0, 1, 3), (3, 0, 4, 0), (3, 1, 3, 2), (3, 3, 4, 3)],
        );
        let (rows, heads, points) = find_heads(&grid, &known).expect("heads");
        assert_eq!((rows.clone(), points), (1..3, 4));
        let texts: Vec<String> = heads.iter().map(Head::text).collect();
        assert_eq!(
            texts,
            ["序号", "申请人·姓名", "申请人·出生日期", "递交日期"]
        );
        let layout = lay_out(&grid, rows, heads, &|c| c > 0, &|c| c == 0);
        let lines: Vec<u32> = layout
            .body
            .iter()
            .map(|place| grid.rows[*place].line)
            .collect();
        assert_eq!(lines, [6, 9]);
        use Skip::{Empty, Example, Note, Sum, Title};
        assert_eq!(
            layout.skipped,
            [(1, Title), (5, Example), (7, Empty), (8, Sum), (10, Note)]
        );
    }

    #[test]
    fn heads_are_joined_without_merges_too() {
        let grid = grid(&MERGED, &[]);
        let (rows, heads, _) = find_heads(&grid, &known).expect("heads");
        assert_eq!(rows, 1..3);
        assert_eq!(heads[2].text(), "申请人·出生日期");
    }

    #[test]
    fn a_sheet_without_known_heads_has_none() {
        assert_eq!(
            find_heads(&grid(&[(1, "a|b"), (2, "1|2")], &[]), &known),
            None
        );
    }
}
