//! The parts that differ from report to report: text, footnotes, the list of figures.

use super::parts::{
    CONTENT_TYPES, DOCUMENT_RELS, FONTS, ITEM_RELS, PACKAGE_RELS, SECTION, SETTINGS, STYLES, footer,
};
use super::{FIGURES, NOTE_STYLE, STORE};
use crate::layout::width;
use crate::report::document::{About, Block, Citation, Document, NotePlace};
use crate::report::markdown::{Inline, Table};
use crate::words::Words;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use youju_declare::Lang;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
"#;
const WORD: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#;
/// Width of the type area in twentieths of a point.
const WIDTH: usize = 8844;

/// Writes a report as docx; the same report gives the same bytes.
///
/// - Errors: only those of the zip writer, which writes into memory.
pub fn docx(document: &Document, words: &Words<'_>) -> Result<Vec<u8>, zip::result::ZipError> {
    let lang = Lang::ALL
        .into_iter()
        .find(|l| l.code() == document.about.lang);
    let mut writer = Writer {
        document,
        words: words.in_lang(lang.unwrap_or(words.lang)),
        ids: 0,
        footnotes: Vec::new(),
    };
    let body = writer.body();
    let footnotes = writer.footnotes();
    let parts: [(&str, String); 13] = [
        ("[Content_Types].xml", CONTENT_TYPES.into()),
        ("_rels/.rels", PACKAGE_RELS.into()),
        ("word/document.xml", body),
        ("word/_rels/document.xml.rels", DOCUMENT_RELS.into()),
        ("word/styles.xml", STYLES.into()),
        ("word/settings.xml", SETTINGS.into()),
        ("word/fontTable.xml", FONTS.into()),
        ("word/footnotes.xml", footnotes),
        ("word/footer1.xml", footer(true)),
        ("word/footer2.xml", footer(false)),
        (
            "customXml/item1.xml",
            figures(&document.about, &document.figures),
        ),
        ("customXml/_rels/item1.xml.rels", ITEM_RELS.into()),
        ("customXml/itemProps1.xml", item_properties()),
    ];
    let core = core_properties(document);
    // No clock: every part bears the first moment that a zip can say.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::DEFAULT)
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let core = ("docProps/core.xml", core);
    for (name, text) in parts.iter().chain(std::iter::once(&core)) {
        zip.start_file(*name, options)?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

struct Writer<'d> {
    document: &'d Document,
    words: Words<'d>,
    /// Content controls so far.
    ids: u32,
    /// Figures that have a footnote, in the order of their footnotes.
    footnotes: Vec<usize>,
}

impl Writer<'_> {
    fn body(&mut self) -> String {
        let mut xml = format!("{HEAD}<w:document {WORD}><w:body>");
        for block in &self.document.blocks {
            match block {
                Block::Heading(0, inlines) => {
                    self.paragraph("Title", "", inlines, &mut xml);
                    if self.document.about.synthetic {
                        let text = self.words.get("synthetic.figure");
                        self.paragraph("MadeUp", "", &[Inline::Text(text)], &mut xml);
                    }
                }
                Block::Heading(level, inlines) => {
                    self.paragraph(&format!("Heading{level}"), "", inlines, &mut xml);
                }
                Block::Paragraph(inlines) => self.paragraph("BodyText", "", inlines, &mut xml),
                Block::Item(number, inlines) => {
                    let lead = number.map_or_else(|| "· ".into(), |n| format!("{n}. "));
                    self.paragraph("BodyText", &lead, inlines, &mut xml);
                }
                Block::Closing(inlines) => self.paragraph("Closing", "", inlines, &mut xml),
                Block::Table(table) => self.table(table, &mut xml),
            }
        }
        xml.push_str(SECTION);
        xml.push_str("</w:body></w:document>");
        xml
    }

    fn paragraph(&mut self, style: &str, lead: &str, inlines: &[Inline], xml: &mut String) {
        let _ = write!(xml, r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>"#);
        if !lead.is_empty() {
            run("", lead, xml);
        }
        for inline in inlines {
            self.inline(inline, true, xml);
        }
        xml.push_str("</w:p>");
    }

    fn inline(&mut self, inline: &Inline, noted: bool, xml: &mut String) {
        match inline {
            Inline::Text(text) => run("", text, xml),
            Inline::Strong(text) => run("<w:b/>", text, xml),
            Inline::Figure(place, counter) => {
                self.control(*place, xml);
                run("", counter, xml);
                // A figure that comes again is not noted again.
                if noted && !self.footnotes.contains(place) {
                    self.footnotes.push(*place);
                    let _ = write!(
                        xml,
                        r#"<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="{}"/></w:r>"#,
                        self.footnotes.len()
                    );
                }
            }
        }
    }

    /// A content control that cannot be edited or taken out by accident, bound to its figure in the list.
    fn control(&mut self, place: usize, xml: &mut String) {
        self.ids += 1;
        let citation = &self.document.figures[place];
        let number = place + 1;
        let _ = write!(
            xml,
            r#"<w:sdt><w:sdtPr><w:alias w:val="{}"/><w:tag w:val="f{number}"/><w:id w:val="{}"/><w:lock w:val="sdtContentLocked"/><w:dataBinding w:prefixMappings="xmlns:t='{FIGURES}'" w:xpath="/t:figures[1]/t:f[{number}]/t:v[1]" w:storeItemID="{STORE}"/><w:text/></w:sdtPr><w:sdtContent>"#,
            escaped(&alias(place, &citation.indicator)),
            1_000_000 + self.ids
        );
        // Digits behind Chinese text are taken for Chinese by some programs.
        let font = r#"<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="Times New Roman"/>"#;
        run(font, &citation.value, xml);
        xml.push_str("</w:sdtContent></w:sdt>");
    }

    fn table(&mut self, table: &Table, xml: &mut String) {
        let notes = self.document.table_notes(table, &self.words);
        if !table.caption.is_empty() {
            self.paragraph("Caption", "", &table.caption, xml);
        }
        let widths = self.widths(table);
        xml.push_str(r#"<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/><w:tblW w:w="8844" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>"#);
        for width in &widths {
            let _ = write!(xml, r#"<w:gridCol w:w="{width}"/>"#);
        }
        xml.push_str(r#"</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"#);
        let marks = |place: NotePlace| -> Vec<&str> {
            let found = notes.iter().filter(|note| note.place == place);
            found.map(|note| note.mark.as_str()).collect()
        };
        for (c, head) in table.head.iter().enumerate() {
            let marks = marks(NotePlace::Column(c));
            self.cell(head, &marks, widths[c], ("TableHead", ""), xml);
        }
        xml.push_str("</w:tr>");
        for (r, row) in table.rows.iter().enumerate() {
            xml.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
            for (c, cell) in row.iter().enumerate() {
                let marks = if c == 0 {
                    marks(NotePlace::Row(r))
                } else {
                    Vec::new()
                };
                let edge = if table.right[c] {
                    r#"<w:jc w:val="right"/>"#
                } else {
                    ""
                };
                self.cell(cell, &marks, widths[c], ("TableText", edge), xml);
            }
            xml.push_str("</w:tr>");
        }
        xml.push_str("</w:tbl>");
        for note in &notes {
            let _ = write!(
                xml,
                r#"<w:p><w:pPr><w:pStyle w:val="{NOTE_STYLE}"/></w:pPr>"#
            );
            run(r#"<w:vertAlign w:val="superscript"/>"#, &note.mark, xml);
            run("", &format!(" {}", note.text), xml);
            xml.push_str("</w:p>");
        }
        if notes.is_empty() {
            // Two tables without a paragraph between them would be one.
            xml.push_str(r#"<w:p><w:pPr><w:pStyle w:val="TableNote"/></w:pPr></w:p>"#);
        }
    }

    fn cell(
        &mut self,
        inlines: &[Inline],
        marks: &[&str],
        width: usize,
        (style, edge): (&str, &str),
        xml: &mut String,
    ) {
        let _ = write!(
            xml,
            r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="{style}"/>{edge}</w:pPr>"#
        );
        for inline in inlines {
            self.inline(inline, false, xml);
        }
        if !marks.is_empty() {
            run(
                r#"<w:vertAlign w:val="superscript"/>"#,
                &marks.join(","),
                xml,
            );
        }
        xml.push_str("</w:p></w:tc>");
    }

    /// Shares the type area among the columns by their longest text, a narrow one still legible.
    fn widths(&self, table: &Table) -> Vec<usize> {
        let wanted: Vec<usize> = (0..table.head.len())
            .map(|c| {
                let cells = table.rows.iter().map(|row| &row[c]);
                let head = width(&self.document.plain(&table.head[c])).min(12);
                let cells = cells.map(|cell| width(&self.document.plain(cell)));
                cells.max().unwrap_or(0).max(head).clamp(6, 40) + 2
            })
            .collect();
        let sum: usize = wanted.iter().sum::<usize>().max(1);
        let mut widths: Vec<usize> = wanted.iter().map(|w| w * WIDTH / sum).collect();
        let rest = WIDTH - widths.iter().sum::<usize>();
        if let Some(first) = widths.first_mut() {
            *first += rest;
        }
        widths
    }

    fn footnotes(&self) -> String {
        let mut xml = format!("{HEAD}<w:footnotes {WORD}>");
        xml.push_str(r#"<w:footnote w:type="separator" w:id="-1"><w:p><w:pPr><w:snapToGrid w:val="0"/></w:pPr><w:r><w:separator/></w:r></w:p></w:footnote><w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:pPr><w:snapToGrid w:val="0"/></w:pPr><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>"#);
        for (i, place) in self.footnotes.iter().enumerate() {
            let _ = write!(
                xml,
                r#"<w:footnote w:id="{}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr><w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>"#,
                i + 1
            );
            run(
                "",
                &format!(" {}", self.document.note(*place, &self.words)),
                &mut xml,
            );
            xml.push_str("</w:p></w:footnote>");
        }
        xml.push_str("</w:footnotes>");
        xml
    }
}

/// The title of a control: the figure's place in the list, which survives where tags do not, and the indicator.
fn alias(place: usize, indicator: &str) -> String {
    format!("f{} {indicator}", place + 1)
}

/// The custom XML part: one element for each figure, and what was asked.
fn figures(about: &About, figures: &[Citation]) -> String {
    let mut xml = format!("{HEAD}<figures xmlns=\"{FIGURES}\">");
    for figure in figures {
        xml.push_str("<f>");
        element("v", &figure.value, &mut xml);
        element("id", &figure.indicator, &mut xml);
        element("unit", figure.unit.as_deref().unwrap_or_default(), &mut xml);
        element("asof", figure.time(), &mut xml);
        element("known", &figure.known_at.to_string(), &mut xml);
        element("rows", &figure.rows.to_string(), &mut xml);
        element("counter", &figure.counter, &mut xml);
        if figure.own {
            element("own", "true", &mut xml);
        }
        if let Some(closed) = &figure.closed {
            element("closed", &format!("{} {}", closed.seq, closed.on), &mut xml);
        }
        if let Some(owed) = &figure.owed {
            element("outcome", &owed.outcome, &mut xml);
            element("today", &owed.today, &mut xml);
        }
        if figure.concealed {
            element("concealed", "true", &mut xml);
        }
        element("q", &format!("sha256:{}", figure.digest), &mut xml);
        xml.push_str("</f>");
    }
    xml.push_str("<about>");
    element("report", &about.report, &mut xml);
    element("unit", &about.unit, &mut xml);
    element("on", about.on.as_deref().unwrap_or_default(), &mut xml);
    element(
        "within",
        about.within.as_deref().unwrap_or_default(),
        &mut xml,
    );
    element("known", &about.known_at.to_string(), &mut xml);
    element("lang", &about.lang, &mut xml);
    element(
        "synthetic",
        if about.synthetic { "true" } else { "false" },
        &mut xml,
    );
    xml.push_str("</about></figures>");
    xml
}

fn element(name: &str, text: &str, xml: &mut String) {
    let _ = write!(xml, "<{name}>{}</{name}>", escaped(text));
}

fn item_properties() -> String {
    format!(
        r#"{HEAD}<ds:datastoreItem ds:itemID="{STORE}" xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"><ds:schemaRefs><ds:schemaRef ds:uri="{FIGURES}"/></ds:schemaRefs></ds:datastoreItem>"#
    )
}

fn core_properties(document: &Document) -> String {
    format!(
        r#"{HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{}</dc:title><dc:creator>youju</dc:creator></cp:coreProperties>"#,
        escaped(&document.title)
    )
}

fn run(properties: &str, text: &str, xml: &mut String) {
    if text.is_empty() {
        return;
    }
    let properties = match properties {
        "" => String::new(),
        properties => format!("<w:rPr>{properties}</w:rPr>"),
    };
    let _ = write!(
        xml,
        r#"<w:r>{properties}<w:t xml:space="preserve">{}</w:t></w:r>"#,
        escaped(text)
    );
}

/// Writes a text so that XML reads it as itself; characters that XML cannot hold are left out.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\t' => safe.push(' '),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {}
            c => safe.push(c),
        }
    }
    safe
}
