//! Lines of columns into paragraphs: lines broken in mid-sentence, and lines of several columns that alternate.

use super::lines::{self, Line, Paragraph, Role};
use super::seams::{self, Words};

/// No column of a newspaper is wider.
const WIDEST: usize = 45;
/// Fewer lines than this are no column.
const FEWEST: usize = 4;
/// How many rows the last column may lack.
const SHORTER: usize = 6;
/// How many columns may alternate line by line.
const SIDE_BY_SIDE: usize = 4;

/// Joins the lines of a page to paragraphs, in the order of the file as far as columns do not alternate.
pub(crate) fn paragraphs(original: &[char], lines: &[Line], words: &Words) -> Vec<Paragraph> {
    let page = Page {
        original,
        lines,
        words,
    };
    let mut found = Vec::new();
    let mut start = 0;
    while start < lines.len() {
        let length = 1 + lines[start + 1..]
            .iter()
            .take_while(|line| !line.apart)
            .count();
        let block: Vec<usize> = (start..start + length).collect();
        match page.width(&block) {
            Some(width) => page.column(&block, width, &mut found),
            None => found.extend(
                block
                    .into_iter()
                    .map(|line| page.paragraph(vec![line], None, true)),
            ),
        }
        start += length;
    }
    found
}

struct Page<'p> {
    original: &'p [char],
    lines: &'p [Line],
    words: &'p Words,
}

impl Page<'_> {
    fn text(&self, line: usize) -> &[char] {
        &self.original[self.lines[line].start..self.lines[line].end]
    }

    fn paragraph(&self, lines: Vec<usize>, width: Option<usize>, first: bool) -> Paragraph {
        let text: Vec<char> = lines
            .iter()
            .flat_map(|line| self.text(*line))
            .copied()
            .collect();
        let role = lines::role(&text);
        Paragraph {
            lines,
            text,
            role,
            width,
            first,
        }
    }

    /// The width of a block of lines that were broken where the column ended; `None` where every line is a paragraph.
    fn width(&self, block: &[usize]) -> Option<usize> {
        let open = |line: &&usize| !lines::ends_closed(self.text(**line));
        let mut lengths: Vec<usize> = block
            .iter()
            .filter(open)
            .map(|k| self.lines[*k].len())
            .collect();
        lengths.sort_unstable();
        let marked = block
            .iter()
            .filter(|k| lines::has_clauses(self.text(**k)))
            .count();
        let broken =
            block.len() >= FEWEST && 3 * lengths.len() >= block.len() && 3 * marked >= block.len();
        // A headline may be wider than the column.
        let width = *lengths.get(lengths.len().saturating_sub(1) * 9 / 10)?;
        (broken && (6..=WIDEST).contains(&width)).then_some(width)
    }

    fn column(&self, block: &[usize], width: usize, found: &mut Vec<Paragraph>) {
        let heads = self.heads(block, width);
        let body: Vec<usize> = block
            .iter()
            .zip(&heads)
            .filter(|(_, head)| !**head)
            .map(|(k, _)| *k)
            .collect();
        let columns = self.alternating(&body);
        if columns.len() > 1 {
            let head = block.iter().zip(&heads).filter(|(_, head)| **head);
            found.extend(head.map(|(line, _)| self.paragraph(vec![*line], None, true)));
            columns
                .iter()
                .for_each(|column| self.cut(column, width, found));
            return;
        }
        // One column: a headline inside it parts it.
        let mut run = Vec::new();
        for (line, head) in block.iter().zip(&heads) {
            if *head {
                self.cut(&std::mem::take(&mut run), width, found);
                found.push(self.paragraph(vec![*line], None, true));
            } else {
                run.push(*line);
            }
        }
        self.cut(&run, width, found);
    }

    /// Which lines of a column are headlines, bylines and captions, not lines of a paragraph.
    fn heads(&self, block: &[usize], width: usize) -> Vec<bool> {
        let by_form = |k: usize| {
            let text = self.text(block[k]);
            let signed = matches!(lines::role(text), Role::Byline | Role::Caption);
            let plain = lines::role(text) == Role::Headline
                && !text.iter().any(|c| "，。、；：".contains(*c));
            let odd = text.len() * 10 < width * 6 || text.len() > width + 2;
            let dashed = text.starts_with(&['—', '—']);
            // Two halves with a space between them are how headlines are set.
            let parted = text.iter().any(|c| c.is_whitespace()) && lines::is_chinese(text);
            signed || dashed || plain && (odd && !self.is_numberless_tail(block, k) || parted)
        };
        let mut heads: Vec<bool> = (0..block.len()).map(by_form).collect();
        // What stands right above a byline or a dashed line is its headline.
        for k in (1..block.len()).rev() {
            let text = self.text(block[k]);
            let signed = lines::role(text) == Role::Byline || text.starts_with(&['—', '—']);
            let above = self.text(block[k - 1]);
            if heads[k] && signed && !above.iter().any(|c| "，。；".contains(*c)) {
                heads[k - 1] = true;
            }
        }
        heads
    }

    /// A short line whose sentence the line before it left open and that lost its full stop.
    fn is_numberless_tail(&self, block: &[usize], k: usize) -> bool {
        k.checked_sub(1).is_some_and(|before| {
            seams::seam(self.text(block[before]), self.text(block[k]), self.words) >= 25
        })
    }

    /// Takes lines apart that belong to columns side by side: as many as make the lines go on best.
    fn alternating(&self, body: &[usize]) -> Vec<Vec<usize>> {
        let score = |columns: &[Vec<usize>]| {
            let joints = columns.iter().flat_map(|column| column.windows(2));
            let (mut sum, mut many) = (0, 0);
            for pair in joints {
                let (before, after) = (self.text(pair[0]), self.text(pair[1]));
                sum += if lines::ends_closed(before) {
                    seams::fresh(before, after)
                } else {
                    seams::seam(before, after, self.words)
                };
                many += 1;
            }
            100 * sum / many.max(1)
        };
        let one = vec![body.to_vec()];
        let mut best = (score(&one), one);
        let least = best.0 + 300;
        for many in 2..=SIDE_BY_SIDE {
            if body.len() < 3 * many {
                break;
            }
            for columns in dealt(body, many) {
                let fit = score(&columns);
                if fit >= least && fit > best.0 {
                    best = (fit, columns);
                }
            }
        }
        best.1
    }

    /// Cuts a column into paragraphs: at a closed line that is short or before one that is set in.
    fn cut(&self, column: &[usize], width: usize, found: &mut Vec<Paragraph>) {
        let mut run: Vec<usize> = Vec::new();
        let mut first = true;
        for (k, line) in column.iter().enumerate() {
            run.push(*line);
            let next = column.get(k + 1).copied();
            let closed = lines::ends_closed(self.text(*line));
            let indents = column.iter().any(|k| self.lines[*k].indented)
                && column.iter().any(|k| !self.lines[*k].indented);
            let short = self.lines[*line].len() * 10 < width * 6;
            let ends = match next {
                None => true,
                Some(next) if indents => closed && self.lines[next].indented,
                Some(_) => closed && short,
            };
            if ends {
                found.push(self.paragraph(std::mem::take(&mut run), Some(width), first));
                first = false;
            }
        }
    }
}

/// Deals lines to so many columns, row by row: all of one height, the last one shorter.
fn dealt(body: &[usize], many: usize) -> impl Iterator<Item = Vec<Vec<usize>>> {
    let full = (body.len() / many).saturating_sub(SHORTER)..=body.len() / many;
    full.rev().map(move |full| {
        let mut columns: Vec<Vec<usize>> = vec![Vec::new(); many];
        let (rows, rest) = body.split_at(full * many);
        for (k, line) in rows.iter().enumerate() {
            columns[k % many].push(*line);
        }
        for (k, line) in rest.iter().enumerate() {
            columns[k % (many - 1)].push(*line);
        }
        columns
    })
}
