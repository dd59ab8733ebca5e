//! A docx read back with distrust: its text, its bound figures, its list of figures.
//!
//! Whoever sends a file may have made it: parts are inflated up to a limit, XML with a document type is refused (so no
//! entity is ever declared or fetched), nesting has a limit, names of parts are compared and never used as paths.

use super::{FIGURES, NOTE_STYLE};
use crate::report::document::{About, Citation, Closed};
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::io::{Cursor, Read as _};
use zip::ZipArchive;

/// Bytes of one part when inflated.
const PART: u64 = PART_MIB << 20;
const PART_MIB: u64 = 32;
/// Where the name of a zip's first part stands.
const FIRST_NAME: usize = 30;
/// Parts of a package.
const PARTS: usize = 2_000;
/// Elements within one another.
const DEPTH: usize = 200;
/// Figures that are read.
const MOST: usize = 100_000;
/// Custom XML parts that are looked into.
const ITEMS: usize = 32;

/// What a docx says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Docx {
    /// Its running text and tables, a paragraph a line; without footnotes and without the notes that were written under tables.
    pub text: String,
    /// The figures that still stand in their controls, in the order of the text.
    pub bound: Vec<Bound>,
    /// The list of figures; empty where the file is no report of ours.
    pub figures: Vec<Citation>,
    /// What was asked when it was written.
    pub about: About,
}

/// A figure in its control.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// Its place in the list of figures, from 0.
    pub figure: usize,
    /// What is printed.
    pub printed: String,
}

/// Why a docx is refused.
#[derive(Debug, thiserror::Error)]
pub enum DocxError {
    /// No zip, or a damaged one.
    #[error("not a docx file: {0}")]
    Zip(String),
    /// Too many parts.
    #[error("a docx with more than two thousand parts is refused")]
    Parts,
    /// A part that is not there.
    #[error("not a docx file: it has no {0}")]
    Missing(&'static str),
    /// A part that inflates without end.
    #[error("{0} is larger than {PART_MIB} MiB when unpacked: refused")]
    Large(String),
    /// A part that is no XML, or not in UTF-8.
    #[error("{part} is damaged: {what}")]
    Xml {
        /// The part.
        part: String,
        /// What the parser says.
        what: String,
    },
    /// A document type, through which entities are declared.
    #[error("{0} declares a document type: refused")]
    Dtd(String),
    /// Elements nested without end.
    #[error("{0} nests more than {DEPTH} elements: refused")]
    Deep(String),
    /// Figures without end.
    #[error("{0} lists more than {MOST} figures: refused")]
    Most(String),
}

/// Says whether a file is packed as docx files are: a zip whose first part bears a name of theirs.
pub fn is_docx(bytes: &[u8]) -> bool {
    let names = [
        "[Content_Types].xml",
        "_rels/",
        "word/",
        "docProps/",
        "customXml/",
        "mimetype",
    ];
    let first = bytes.get(FIRST_NAME..).unwrap_or_default();
    bytes.starts_with(b"PK\x03\x04") && names.iter().any(|name| first.starts_with(name.as_bytes()))
}

/// Reads a docx.
///
/// - Errors: no docx, a damaged one, one that is made to do harm; see [`DocxError`].
pub fn docx(bytes: &[u8]) -> Result<Docx, DocxError> {
    // Counted before the archive is opened: its directory is read whole.
    let entries = bytes
        .windows(4)
        .filter(|w| *w == b"PK\x01\x02")
        .take(PARTS + 1);
    if entries.count() > PARTS {
        return Err(DocxError::Parts);
    }
    let mut archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|e| DocxError::Zip(e.to_string()))?;
    let document =
        part(&mut archive, "word/document.xml")?.ok_or(DocxError::Missing("word/document.xml"))?;
    let mut docx = body("word/document.xml", &document)?;
    let names: Vec<String> = archive
        .file_names()
        .filter_map(Result::ok)
        .filter(|name| name.starts_with("customXml/item") && name.ends_with(".xml"))
        .filter(|name| !name.contains("Props"))
        .map(|name| name.into_owned())
        .collect();
    for name in names.iter().take(ITEMS) {
        let Some(xml) = part(&mut archive, name)? else {
            continue;
        };
        if let Some((figures, about)) = list(name, &xml)? {
            docx.figures = figures;
            docx.about = about;
            break;
        }
    }
    docx.bound.retain(|bound| bound.figure < docx.figures.len());
    Ok(docx)
}

fn part(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<Option<String>, DocxError> {
    let file = match archive.by_name(name) {
        Ok(file) => file,
        Err(zip::result::ZipError::FileNotFound) => return Ok(None),
        Err(error) => return Err(DocxError::Zip(error.to_string())),
    };
    let mut bytes = Vec::new();
    let read = file.take(PART + 1).read_to_end(&mut bytes);
    read.map_err(|e| DocxError::Zip(e.to_string()))?;
    if bytes.len() as u64 > PART {
        return Err(DocxError::Large(name.to_owned()));
    }
    let text = String::from_utf8(bytes).map_err(|_| DocxError::Xml {
        part: name.to_owned(),
        what: "not UTF-8".into(),
    })?;
    Ok(Some(text))
}

/// What an XML part is made of, names without their prefixes.
enum Token<'x> {
    Open(&'x str, &'x BytesStart<'x>),
    Text(&'x str),
    Close(&'x str),
}

/// Reads an XML part from its first token to its last.
fn walk(
    part: &str,
    xml: &str,
    mut take: impl FnMut(Token<'_>) -> Result<(), DocxError>,
) -> Result<(), DocxError> {
    let damaged = |what: String| DocxError::Xml {
        part: part.to_owned(),
        what,
    };
    let mut reader = Reader::from_str(xml);
    let mut depth = 0;
    loop {
        let event = reader.read_event().map_err(|e| damaged(e.to_string()))?;
        match event {
            Event::Eof if depth == 0 => return Ok(()),
            Event::Eof => return Err(damaged("it ends too early".into())),
            Event::DocType(_) => return Err(DocxError::Dtd(part.to_owned())),
            Event::Start(start) => {
                depth += 1;
                if depth > DEPTH {
                    return Err(DocxError::Deep(part.to_owned()));
                }
                take(Token::Open(&local(start.local_name().as_ref()), &start))?;
            }
            Event::Empty(start) => {
                let name = local(start.local_name().as_ref());
                take(Token::Open(&name, &start))?;
                take(Token::Close(&name))?;
            }
            Event::End(end) => {
                depth -= 1;
                take(Token::Close(&local(end.local_name().as_ref())))?;
            }
            Event::Text(text) => {
                let text = text.decode().map_err(|e| damaged(e.to_string()))?;
                take(Token::Text(&text))?;
            }
            Event::CData(text) => {
                let text = text.decode().map_err(|e| damaged(e.to_string()))?;
                take(Token::Text(&text))?;
            }
            Event::GeneralRef(reference) => {
                let c = reference
                    .resolve_char_ref()
                    .map_err(|e| damaged(e.to_string()))?;
                let name = reference.decode().map_err(|e| damaged(e.to_string()))?;
                let c = c.map_or_else(
                    || quick_xml::escape::resolve_predefined_entity(&name).map(str::to_owned),
                    |c| Some(c.to_string()),
                );
                // Without a document type there are no others.
                let text = c.ok_or_else(|| damaged(format!("unknown entity &{name};")))?;
                take(Token::Text(&text))?;
            }
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
    }
}

fn local(name: &[u8]) -> String {
    String::from_utf8_lossy(name).into_owned()
}

/// An attribute by its name without prefix.
fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = start.attributes().flatten();
    let found = attributes.find(|a| a.key.local_name().as_ref() == name.as_bytes())?;
    Some(
        found
            .normalized_value(XmlVersion::Implicit1_0)
            .ok()?
            .into_owned(),
    )
}

/// A content control that is open.
#[derive(Default)]
struct Control {
    figure: Option<usize>,
    text: String,
}

/// Reads the text of the body and its bound figures.
fn body(part: &str, xml: &str) -> Result<Docx, DocxError> {
    let mut docx = Docx::default();
    let mut controls: Vec<Control> = Vec::new();
    // Where the present paragraph begins, and whether it is a note of ours.
    let mut paragraphs: Vec<(usize, bool)> = Vec::new();
    let mut in_text = false;
    // Word repeats drawings in an older form, which is no further text.
    let mut skipped = 0_usize;
    let mut cells = 0_usize;
    walk(part, xml, |token| {
        match token {
            Token::Open("Fallback", _) => skipped += 1,
            Token::Close("Fallback") => skipped = skipped.saturating_sub(1),
            _ if skipped > 0 => {}
            Token::Open("p", _) => paragraphs.push((docx.text.len(), false)),
            Token::Open("pStyle", start) => {
                let style = attribute(start, "val");
                if let Some(paragraph) = paragraphs.last_mut() {
                    paragraph.1 = style.as_deref() == Some(NOTE_STYLE);
                }
            }
            Token::Open("sdt", _) => controls.push(Control::default()),
            Token::Open("alias", start) => {
                if let Some(control) = controls.last_mut() {
                    control.figure = attribute(start, "val").as_deref().and_then(place);
                }
            }
            Token::Open("t", _) => in_text = true,
            Token::Close("t") => in_text = false,
            Token::Text(text) if in_text => {
                docx.text.push_str(text);
                for control in &mut controls {
                    control.text.push_str(text);
                }
            }
            Token::Open("tab", _) if !paragraphs.is_empty() => docx.text.push(' '),
            Token::Open("br" | "cr", _) => docx.text.push('\n'),
            Token::Close("p") => {
                if let Some((start, true)) = paragraphs.pop() {
                    docx.text.truncate(start);
                } else {
                    docx.text.push(if cells > 0 { ' ' } else { '\n' });
                }
            }
            Token::Open("tc", _) => cells += 1,
            Token::Close("tc") => {
                cells = cells.saturating_sub(1);
                docx.text.push('\t');
            }
            Token::Close("tr") => docx.text.push('\n'),
            Token::Close("sdt") => {
                if let Some(Control {
                    figure: Some(figure),
                    text,
                }) = controls.pop()
                {
                    docx.bound.push(Bound {
                        figure,
                        printed: text,
                    });
                }
            }
            _ => {}
        }
        match docx.bound.len() > MOST {
            true => Err(DocxError::Most(part.to_owned())),
            false => Ok(()),
        }
    })?;
    Ok(docx)
}

/// The place of a figure from the title of its control: `f3 members.total` is 2.
fn place(alias: &str) -> Option<usize> {
    let number = alias.strip_prefix('f')?.split(' ').next()?;
    number.parse::<usize>().ok()?.checked_sub(1)
}

/// Reads a custom XML part; none where it is no list of ours.
fn list(part: &str, xml: &str) -> Result<Option<(Vec<Citation>, About)>, DocxError> {
    let mut path: Vec<String> = Vec::new();
    let mut ours = false;
    let mut figures: Vec<Citation> = Vec::new();
    let mut about = About::default();
    let mut text = String::new();
    walk(part, xml, |token| {
        match token {
            Token::Open(name, start) => {
                if path.is_empty() {
                    // The prefix is the writer's own affair.
                    ours = name == "figures"
                        && start
                            .attributes()
                            .flatten()
                            .any(|a| *a.value == *FIGURES.as_bytes());
                }
                if ours && path.len() == 1 && name == "f" {
                    if figures.len() == MOST {
                        return Err(DocxError::Most(part.to_owned()));
                    }
                    figures.push(Citation::default());
                }
                path.push(name.to_owned());
                text.clear();
            }
            Token::Text(words) if ours => text.push_str(words),
            Token::Text(_) => {}
            Token::Close(name) => {
                path.pop();
                if !ours || path.len() != 2 {
                    return Ok(());
                }
                match (path[1].as_str(), figures.last_mut()) {
                    ("f", Some(figure)) => figure.take(name, text.trim()),
                    ("about", _) => about.take(name, text.trim()),
                    _ => {}
                }
            }
        }
        Ok(())
    })?;
    Ok(ours.then_some((figures, about)))
}

impl Citation {
    /// Takes over one child element of its list entry.
    fn take(&mut self, name: &str, text: &str) {
        let given = (!text.is_empty()).then(|| text.to_owned());
        match name {
            "v" => self.value = text.to_owned(),
            "id" => self.indicator = text.to_owned(),
            "unit" => self.unit = given,
            // A period is never spelt as a day alone.
            "asof" if youju_base::date::parse_day(text).is_ok() => self.on = given,
            "asof" => self.within = given,
            "known" => self.known_at = text.parse().unwrap_or(-1),
            "rows" => self.rows = text.parse().unwrap_or(0),
            "counter" => self.counter = text.to_owned(),
            "own" => self.own = text == "true",
            "outcome" => self.owed.get_or_insert_default().outcome = text.to_owned(),
            "today" => self.owed.get_or_insert_default().today = text.to_owned(),
            "closed" => self.closed = closed(text),
            "concealed" => self.concealed = text == "true",
            "q" => self.digest = text.trim_start_matches("sha256:").to_owned(),
            _ => {}
        }
    }
}

/// `312 2022-07-05` → the close.
fn closed(text: &str) -> Option<Closed> {
    let (seq, on) = text.split_once(' ')?;
    Some(Closed {
        seq: seq.parse().ok()?,
        on: on.to_owned(),
    })
}

impl About {
    fn take(&mut self, name: &str, text: &str) {
        let given = (!text.is_empty()).then(|| text.to_owned());
        match name {
            "report" => self.report = text.to_owned(),
            "unit" => self.unit = text.to_owned(),
            "on" => self.on = given,
            "within" => self.within = given,
            "known" => self.known_at = text.parse().unwrap_or(-1),
            "lang" => self.lang = text.to_owned(),
            "synthetic" => self.synthetic = text == "true",
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            zip.start_file(*name, SimpleFileOptions::default())
                .expect("a part");
            zip.write_all(bytes).expect("its bytes");
        }
        zip.finish().expect("a zip").into_inner()
    }

    fn refused(xml: &str) -> String {
        let file = package(&[("word/document.xml", xml.as_bytes())]);
        docx(&file).expect_err("refused").to_string()
    }

    #[test]
    fn files_that_are_made_to_do_harm_are_refused_with_a_reason() {
        let entity = r#"<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><d>&b;</d>"#;
        assert!(refused(entity).contains("declares a document type"));
        let outside = r#"<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>"#;
        assert!(refused(outside).contains("declares a document type"));
        assert!(refused("<d>&x;</d>").contains("unknown entity &x;"));
        assert!(refused(&"<d>".repeat(300)).contains("nests more than 200"));
        assert!(refused("<d><e></d>").contains("is damaged"));
        assert!(refused("<d>").contains("ends too early"));
        let bomb = vec![b' '; (PART + 1) as usize];
        let file = package(&[("word/document.xml", &bomb)]);
        assert!(file.len() < 1 << 20, "it is small until it is unpacked");
        assert!(
            docx(&file)
                .expect_err("refused")
                .to_string()
                .contains("larger than 32 MiB")
        );
        let bad = package(&[("word/document.xml", b"<d>\xff</d>")]);
        assert!(
            docx(&bad)
                .expect_err("refused")
                .to_string()
                .contains("not UTF-8")
        );
        let inside = package(&[("../../word/document.xml", b"<d/>"), ("nested.zip", &file)]);
        assert!(
            docx(&inside)
                .expect_err("refused")
                .to_string()
                .contains("it has no word/document.xml")
        );
        let names: Vec<String> = (0..=PARTS).map(|i| format!("p{i}")).collect();
        let many: Vec<(&str, &[u8])> = names.iter().map(|n| (n.as_str(), &b""[..])).collect();
        assert!(matches!(docx(&package(&many)), Err(DocxError::Parts)));
        let whole = package(&[("word/document.xml", b"<d/>")]);
        for length in 0..whole.len() {
            assert!(docx(&whole[..length]).is_err(), "cut at {length}");
        }
    }

    #[test]
    fn text_and_bound_figures_are_read() {
        let body = r#"<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>党员</w:t></w:r><w:sdt><w:sdtPr><w:alias w:val="f1 members.total"/></w:sdtPr><w:sdtContent><w:r><w:t>31</w:t></w:r><w:r><w:t>5</w:t></w:r></w:sdtContent></w:sdt><w:r><w:t>名&lt;</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val="TableNote"/></w:pPr><w:r><w:t>佐证 9 行</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>2</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>"#;
        let item = format!(
            r#"<t:figures xmlns:t="{FIGURES}"><f><v>315</v><id>members.total</id><unit>office</unit><asof>2022-06-30</asof><known>7</known><rows>315</rows><q>sha256:ab</q></f></t:figures>"#
        );
        let file = package(&[
            ("word/document.xml", body.as_bytes()),
            ("customXml/item3.xml", item.as_bytes()),
        ]);
        let read = docx(&file).expect("a docx");
        assert_eq!(read.text, "党员315名<\n甲 \t2 \t\n");
        assert_eq!(
            read.bound,
            [Bound {
                figure: 0,
                printed: "315".into()
            }]
        );
        let figure = &read.figures[0];
        assert_eq!(
            (
                figure.value.as_str(),
                figure.on.as_deref(),
                figure.known_at,
                figure.digest.as_str()
            ),
            ("315", Some("2022-06-30"), 7, "ab")
        );
    }
}
