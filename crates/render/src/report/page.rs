//! A report as one page that needs nothing beside itself: on a phone, on a screen, on A4.

use super::document::{Citation, Document, NotePlace};
use super::markdown::{Block, Inline, Table};
use crate::html::escaped;
use crate::words::Words;
use std::fmt::Write as _;
use youju_declare::Lang;

const STYLE: &str = include_str!("page.css");
/// The element that holds the list of figures for programs.
pub(super) const LIST: &str = "youju-report";
/// What stands for the ledger's folder in the commands.
const FOLDER: &str = "DIR";

/// Writes a report as HTML; the same report gives the same bytes.
pub fn page(document: &Document, words: &Words<'_>) -> String {
    let lang = Lang::ALL
        .into_iter()
        .find(|l| l.code() == document.about.lang);
    let words = words.in_lang(lang.unwrap_or(words.lang));
    let mut html = String::new();
    let html_lang = if document.about.lang == "zh" {
        "zh-CN"
    } else {
        &document.about.lang
    };
    let _ = write!(
        html,
        "<!doctype html>\n<html lang=\"{html_lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n",
        escaped(&document.title)
    );
    let page = Page { document, words };
    let mut list: Option<&str> = None;
    for block in &document.blocks {
        let wanted = match block {
            Block::Item(None, _) => Some("ul"),
            Block::Item(Some(_), _) => Some("ol"),
            _ => None,
        };
        if list != wanted {
            if let Some(tag) = list {
                let _ = writeln!(html, "</{tag}>");
            }
            if let Some(tag) = wanted {
                let _ = writeln!(html, "<{tag}>");
            }
            list = wanted;
        }
        page.block(block, &mut html);
    }
    if let Some(tag) = list {
        let _ = writeln!(html, "</{tag}>");
    }
    html.push_str("</main>\n");
    page.sources(&mut html);
    let list = serde_json::json!({ "about": document.about, "title": document.title, "figures": document.figures });
    // Within a script nothing is escaped but what would end it.
    let list = list.to_string().replace('<', "\\u003c");
    let _ = write!(
        html,
        "<script type=\"application/json\" id=\"{LIST}\">{list}</script>\n</body>\n</html>\n"
    );
    html
}

struct Page<'d> {
    document: &'d Document,
    words: Words<'d>,
}

impl Page<'_> {
    fn block(&self, block: &Block, html: &mut String) {
        let _ = match block {
            Block::Heading(0, inlines) => {
                let made_up = self.document.about.synthetic.then(|| {
                    let text = self.words.get("synthetic.figure");
                    format!("<p class=\"made-up\">{}</p>\n", escaped(&text))
                });
                let made_up = made_up.unwrap_or_default();
                writeln!(html, "<h1>{}</h1>\n{made_up}", self.inlines(inlines))
            }
            Block::Heading(level, inlines) => {
                let tag = format!("h{}", level + 1);
                writeln!(html, "<{tag}>{}</{tag}>", self.inlines(inlines))
            }
            Block::Paragraph(inlines) => writeln!(html, "<p>{}</p>", self.inlines(inlines)),
            Block::Item(number, inlines) => {
                let number = number
                    .map(|n| format!(" value=\"{n}\""))
                    .unwrap_or_default();
                writeln!(html, "<li{number}>{}</li>", self.inlines(inlines))
            }
            Block::Closing(inlines) => {
                writeln!(html, "<p class=\"closing\">{}</p>", self.inlines(inlines))
            }
            Block::Table(table) => {
                self.table(table, html);
                Ok(())
            }
        };
    }

    fn inlines(&self, inlines: &[Inline]) -> String {
        let html = inlines.iter().map(|inline| match inline {
            Inline::Text(text) => escaped(text),
            Inline::Strong(text) => format!("<strong>{}</strong>", escaped(text)),
            Inline::Figure(place, counter) => {
                let note = self.document.note_number(*place);
                let note = note.map(|n| format!("<sup><a href=\"#f{place}\">[{n}]</a></sup>"));
                format!(
                    "<span class=\"c\">{}{}</span>",
                    self.figure(*place, counter),
                    note.unwrap_or_default()
                )
            }
        });
        html.collect()
    }

    fn figure(&self, place: usize, counter: &str) -> String {
        let citation = &self.document.figures[place];
        format!(
            "<a class=\"f\" href=\"#f{place}\" title=\"{}\">{}</a>{}",
            escaped(&self.document.note(place, &self.words)),
            escaped(&citation.value),
            escaped(counter)
        )
    }

    fn table(&self, table: &Table, html: &mut String) {
        let notes = self.document.table_notes(table, &self.words);
        let mark = |place: NotePlace| {
            let found = notes.iter().filter(|note| note.place == place);
            let marks = found.map(|note| format!("<sup>{}</sup>", note.mark));
            marks.collect::<String>()
        };
        html.push_str("<figure>\n");
        if !table.caption.is_empty() {
            let _ = writeln!(
                html,
                "<figcaption>{}</figcaption>",
                self.inlines(&table.caption)
            );
        }
        html.push_str("<div class=\"wide\"><table>\n<thead><tr>");
        for (c, cell) in table.head.iter().enumerate() {
            let _ = write!(
                html,
                "<th scope=\"col\">{}{}</th>",
                self.cell(cell),
                mark(NotePlace::Column(c))
            );
        }
        html.push_str("</tr></thead>\n<tbody>\n");
        for (r, row) in table.rows.iter().enumerate() {
            html.push_str("<tr>");
            for (c, cell) in row.iter().enumerate() {
                let class = if table.right[c] { " class=\"n\"" } else { "" };
                let mark = if c == 0 {
                    mark(NotePlace::Row(r))
                } else {
                    String::new()
                };
                let _ = write!(html, "<td{class}>{}{mark}</td>", self.cell(cell));
            }
            html.push_str("</tr>\n");
        }
        html.push_str("</tbody>\n</table></div>\n");
        if !notes.is_empty() {
            html.push_str("<ul class=\"notes\">\n");
            for note in &notes {
                let _ = writeln!(
                    html,
                    "<li><sup>{}</sup> {}</li>",
                    note.mark,
                    escaped(&note.text)
                );
            }
            html.push_str("</ul>\n");
        }
        html.push_str("</figure>\n");
    }

    /// Within a table figures are links without a note of their own.
    fn cell(&self, cell: &[Inline]) -> String {
        let html = cell.iter().map(|inline| match inline {
            Inline::Figure(place, counter) => self.figure(*place, counter),
            other => self.inlines(std::slice::from_ref(other)),
        });
        html.collect()
    }

    fn sources(&self, html: &mut String) {
        let (document, words) = (self.document, &self.words);
        let text = |key: &str| escaped(&words.get(key));
        let lead = words.fill(
            "report.sources_lead",
            &[
                ("n", &document.figures.len()),
                ("seq", &document.about.known_at),
            ],
        );
        let _ = write!(
            html,
            "<section class=\"sources\">\n<h2>{}</h2>\n<p>{}{}</p>\n<ol>\n",
            text("report.sources_title"),
            escaped(&lead),
            match document.closed() {
                0 => String::new(),
                n => escaped(&words.fill("report.closed_lead", &[("n", &n)])),
            }
        );
        for (i, place) in document.notes.iter().enumerate() {
            let (citation, source) = (&document.figures[*place], &document.sources[*place]);
            let _ = writeln!(
                html,
                "<li id=\"f{place}\">[{}] <b>{}{}</b>　{}\n<dl><dt>{}</dt><dd>{}</dd><dt>{}</dt><dd>{}，{}，{}{}</dd><dt>{}</dt><dd>{}</dd>\
                 <dt>{}</dt><dd><code>{}</code></dd><dt>{}</dt><dd><code>{}</code></dd></dl></li>",
                i + 1,
                escaped(&citation.value),
                escaped(&citation.counter),
                escaped(&source.name),
                text("report.definition_label"),
                escaped(&source.definition),
                text("report.scope"),
                escaped(&source.unit),
                escaped(&source.time),
                escaped(&words.fill("report.known_at", &[("seq", &citation.known_at)])),
                self.closed(citation),
                text("report.rows"),
                escaped(&words.fill("report.rows_n", &[("n", &citation.rows)])),
                text("report.digest"),
                citation.digest,
                text("report.command"),
                escaped(&citation.command(FOLDER)),
            );
        }
        html.push_str("</ol>\n");
        self.in_tables(html);
        html.push_str("</section>\n");
    }

    /// The close that covers a figure, to be put behind its time.
    fn closed(&self, citation: &Citation) -> String {
        let closed = citation.closed.as_ref();
        escaped(&closed.map_or_else(String::new, |closed| closed.text(&self.words)))
    }

    /// Figures that stand in tables only, in a list that opens.
    fn in_tables(&self, html: &mut String) {
        let (document, words) = (self.document, &self.words);
        let places = 0..document.figures.len();
        let places: Vec<usize> = places
            .filter(|f| document.note_number(*f).is_none())
            .collect();
        if places.is_empty() {
            return;
        }
        let _ = write!(
            html,
            "<details><summary>{}（{}）</summary><div class=\"wide\"><table>\n<thead><tr>",
            escaped(&words.get("report.in_tables")),
            places.len()
        );
        let heads = ["value", "scope", "rows", "digest", "command"];
        for head in heads.map(|key| words.get(&format!("report.{key}"))) {
            let _ = write!(html, "<th>{}</th>", escaped(&head));
        }
        html.push_str("</tr></thead>\n<tbody>\n");
        for place in places {
            let (citation, source) = (&document.figures[place], &document.sources[place]);
            let _ = writeln!(
                html,
                "<tr id=\"f{place}\"><td>{} <b>{}{}</b></td><td>{}，{}{}</td><td class=\"n\">{}</td><td><code title=\"{}\">{}</code></td><td><code>{}</code></td></tr>",
                escaped(&source.name),
                escaped(&citation.value),
                escaped(&citation.counter),
                escaped(&source.unit),
                escaped(&source.time),
                self.closed(citation),
                citation.rows,
                citation.digest,
                citation.short_digest(),
                escaped(&citation.command(FOLDER)),
            );
        }
        html.push_str("</tbody>\n</table></div></details>\n");
    }
}
