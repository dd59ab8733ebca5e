//! A report as plain text, its sources numbered at the end.

use super::document::{Document, NotePlace};
use super::markdown::{Block, Inline, Table};
use crate::layout::{columns, width};
use crate::words::Words;

/// What stands for the ledger's folder in the commands.
const FOLDER: &str = "DIR";
/// Columns of the page: 39 Chinese characters.
const PAGE: usize = 78;

impl Document {
    /// Lays the report out for a text file.
    pub(super) fn to_text(&self, words: &Words<'_>) -> String {
        let mut parts: Vec<String> = Vec::new();
        for block in &self.blocks {
            parts.push(match block {
                Block::Heading(0, inlines) => {
                    let title = self.plain(inlines);
                    let space = PAGE.saturating_sub(width(&title)) / 2;
                    format!("{}{title}", " ".repeat(space))
                }
                Block::Heading(_, inlines) => self.marked(inlines),
                Block::Paragraph(inlines) => format!("　　{}", self.marked(inlines)),
                Block::Item(None, inlines) => format!("　　· {}", self.marked(inlines)),
                Block::Item(Some(n), inlines) => format!("　　{n}. {}", self.marked(inlines)),
                Block::Closing(inlines) => {
                    let line = self.marked(inlines);
                    let space = PAGE.saturating_sub(width(&line) + 4);
                    format!("{}{line}", " ".repeat(space))
                }
                Block::Table(table) => self.table_text(table, words),
            });
        }
        if self.about.synthetic {
            parts.push(words.get("synthetic.figure"));
        }
        parts.push(self.sources_text(words));
        parts.join("\n\n")
    }

    /// Words with `[1]` behind each figure that has a note.
    fn marked(&self, inlines: &[Inline]) -> String {
        let text = inlines.iter().map(|inline| {
            let mut text = self.plain(std::slice::from_ref(inline));
            if let Inline::Figure(place, _) = inline
                && let Some(n) = self.note_number(*place)
            {
                text.push_str(&format!("[{n}]"));
            }
            text
        });
        text.collect()
    }

    fn table_text(&self, table: &Table, words: &Words<'_>) -> String {
        let notes = self.table_notes(table, words);
        let mark = |place: NotePlace| {
            let found = notes.iter().filter(|note| note.place == place);
            found
                .map(|note| format!("[{}]", note.mark))
                .collect::<String>()
        };
        let mut rows = vec![
            (0..table.head.len())
                .map(|c| self.plain(&table.head[c]) + &mark(NotePlace::Column(c)))
                .collect::<Vec<_>>(),
        ];
        for (r, row) in table.rows.iter().enumerate() {
            let mut cells: Vec<String> = row.iter().map(|cell| self.plain(cell)).collect();
            cells[0].push_str(&mark(NotePlace::Row(r)));
            rows.push(cells);
        }
        let right: Vec<usize> = (0..table.right.len()).filter(|c| table.right[*c]).collect();
        let mut text = String::new();
        if !table.caption.is_empty() {
            text = format!("  {}\n", self.plain(&table.caption));
        }
        text.push_str(&columns(&rows, &right, 2));
        for note in notes {
            text.push_str(&format!("\n  [{}] {}", note.mark, note.text));
        }
        text
    }

    /// The list of all figures with the commands that show their rows.
    fn sources_text(&self, words: &Words<'_>) -> String {
        let mut lines = vec![words.fill(
            "report.sources",
            &[
                ("n", &self.figures.len()),
                ("seq", &self.about.known_at),
                ("report", &self.about.report),
            ],
        )];
        if self.closed() > 0 {
            lines.push(words.fill("report.closed_lead", &[("n", &self.closed())]));
        }
        for (i, figure) in self.notes.iter().enumerate() {
            lines.push(format!("[{}] {}", i + 1, self.note(*figure, words)));
            lines.push(self.proof(*figure));
        }
        let in_tables: Vec<usize> = (0..self.figures.len())
            .filter(|figure| self.note_number(*figure).is_none())
            .collect();
        if !in_tables.is_empty() {
            lines.push(words.get("report.in_tables"));
            lines.extend(in_tables.into_iter().map(|figure| self.proof(figure)));
        }
        lines.join("\n")
    }

    /// The number, the command that shows its rows, how many they are, and their digest; programs read this line.
    fn proof(&self, figure: usize) -> String {
        let citation = &self.figures[figure];
        let command = citation.command(FOLDER);
        let (value, rows, digest) = (&citation.value, citation.rows, &citation.digest);
        format!("    {value}  {command}  # {rows} {digest}")
    }
}
