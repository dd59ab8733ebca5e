//! Sheets that go back and forth: rows that were not taken, as the sheet they came from, and the blank sheet of a kind.

use crate::kinds::Example;
use crate::table::{
    TableError, cell_text, excel_day, head_format, new_workbook, quoted, sheet_name, unquoted,
};
use crate::words::Words;
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, Format, FormatAlign, Formula, Workbook,
    Worksheet, XlsxError,
};
use serde::{Deserialize, Serialize};
use youju_declare::{Field, FieldType, Kind};
use youju_ledger::names::PERSON;

/// One cell as it stands in the sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Entry {
    /// Nothing.
    #[default]
    #[serde(rename = "-")]
    Blank,
    /// A text.
    #[serde(rename = "t")]
    Text(String),
    /// A number in its shortest spelling.
    #[serde(rename = "n")]
    Number(String),
    /// A day that the sheet itself shows as one: `2022-06-30`.
    #[serde(rename = "d")]
    Day(String),
    /// A formula that failed: `#REF!`.
    #[serde(rename = "e")]
    Fault(String),
}

impl Entry {
    /// Makes a text cell; blanks alone are nothing.
    pub fn text(text: &str) -> Self {
        let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\0'));
        if text.is_empty() {
            Self::Blank
        } else {
            Self::Text(unquoted(text).into_owned())
        }
    }

    /// Whether there is nothing in it.
    pub fn is_blank(&self) -> bool {
        *self == Self::Blank
    }

    /// What stands in it; empty where nothing does.
    pub fn shown(&self) -> &str {
        match self {
            Self::Blank => "",
            Self::Text(text) | Self::Number(text) | Self::Day(text) | Self::Fault(text) => text,
        }
    }
}

/// Rows that were not taken, with the heads they stood under.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Returned {
    /// The name of the sheet.
    pub name: String,
    /// The rows of the heads.
    pub heads: Vec<Vec<Entry>>,
    /// Merged cells of the heads: top, left, bottom, right, from 0, within the rows of the heads.
    pub merges: Vec<(u32, u16, u32, u16)>,
    /// The rows as they stood there.
    pub rows: Vec<ReturnedRow>,
    /// The heads of the two columns behind: why, and on which line.
    pub own_heads: [String; 2],
}

/// One row that was not taken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReturnedRow {
    /// Its cells.
    pub cells: Vec<Entry>,
    /// Why.
    pub reason: String,
    /// Where it stood.
    pub line: u32,
}

impl Returned {
    /// Columns before the two that are added.
    fn wide(&self) -> usize {
        let rows = self.heads.iter().map(Vec::len);
        rows.chain(self.rows.iter().map(|row| row.cells.len()))
            .max()
            .unwrap_or(0)
    }

    /// Gives it as CSV that a spreadsheet opens.
    pub fn csv(&self) -> Result<Vec<u8>, TableError> {
        let wide = self.wide();
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer("\u{feff}".as_bytes().to_vec());
        let cells = |cells: &[Entry], own: [&str; 2]| {
            let shown = (0..wide).map(|i| cells.get(i).map_or("", Entry::shown));
            let all: Vec<String> = shown
                .chain(own)
                .map(|text| quoted(text).into_owned())
                .collect();
            all
        };
        for (depth, head) in self.heads.iter().enumerate() {
            let [reason, line] = &self.own_heads;
            let own = if depth == 0 {
                [reason.as_str(), line.as_str()]
            } else {
                ["", ""]
            };
            writer.write_record(cells(head, own))?;
        }
        for row in &self.rows {
            writer.write_record(cells(&row.cells, [&row.reason, &row.line.to_string()]))?;
        }
        Ok(writer
            .into_inner()
            .map_err(|error| csv::Error::from(error.into_error()))?)
    }

    /// Gives it as a workbook with the heads merged as they were and the reasons in red.
    pub fn xlsx(&self) -> Result<Vec<u8>, TableError> {
        let mut book = new_workbook();
        let sheet = book.add_worksheet();
        sheet.set_name(sheet_name(&self.name))?;
        let wide = u16::try_from(self.wide()).unwrap_or(u16::MAX - 2);
        let depth = u32::try_from(self.heads.len()).unwrap_or(1).max(1);
        let head = head_format();
        for (r, cells) in (0_u32..).zip(&self.heads) {
            for c in 0..wide {
                let text = cells.get(usize::from(c)).map_or("", Entry::shown);
                sheet.write_string_with_format(r, c, cell_text(text), &head)?;
            }
        }
        for (top, left, bottom, right) in
            self.merges.iter().filter(|(_, _, _, right)| *right < wide)
        {
            let corner = self
                .heads
                .get(*top as usize)
                .and_then(|row| row.get(usize::from(*left)));
            let text = cell_text(corner.map_or("", Entry::shown));
            sheet.merge_range(*top, *left, *bottom, *right, &text, &head)?;
        }
        let own = head.clone().set_font_color(Color::RGB(0xC0_00_00));
        for (c, text) in (wide..).zip(&self.own_heads) {
            if depth > 1 {
                sheet.merge_range(0, c, depth - 1, c, text, &own)?;
            } else {
                sheet.write_string_with_format(0, c, text, &own)?;
            }
        }
        let plain = Format::new().set_quote_prefix().set_align(FormatAlign::Top);
        let number = Format::new().set_align(FormatAlign::Top);
        let day = Format::new()
            .set_num_format("yyyy-mm-dd")
            .set_align(FormatAlign::Top);
        let red = Format::new()
            .set_text_wrap()
            .set_font_color(Color::RGB(0xC0_00_00))
            .set_align(FormatAlign::Top);
        for (r, row) in (depth..).zip(&self.rows) {
            for (c, cell) in (0_u16..).zip(&row.cells) {
                write_entry(sheet, (r, c), cell, [&plain, &number, &day])?;
            }
            sheet.write_string_with_format(r, wide, cell_text(&row.reason), &red)?;
            sheet.write_number_with_format(r, wide + 1, row.line, &number)?;
        }
        for c in 0..wide {
            let cells = self
                .heads
                .iter()
                .chain(self.rows.iter().map(|row| &row.cells));
            let widths = cells.filter_map(|cells| cells.get(usize::from(c)));
            let widest = widths
                .map(|cell| crate::layout::width(cell.shown()))
                .max()
                .unwrap_or(0);
            sheet.set_column_width(
                c,
                f64::from(u32::try_from((widest + 2).clamp(6, 30)).unwrap_or(30)),
            )?;
        }
        sheet.set_column_width(wide, 60)?;
        sheet.set_column_width(wide + 1, 8)?;
        sheet.set_freeze_panes(depth, 0)?;
        for_print(sheet);
        Ok(book.save_to_buffer()?)
    }
}

/// A4 across, all columns on one page.
fn for_print(sheet: &mut Worksheet) {
    sheet.set_landscape();
    sheet.set_paper_size(9);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_footer("&C&P / &N");
}

fn write_entry(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    entry: &Entry,
    [plain, number, day]: [&Format; 3],
) -> Result<(), XlsxError> {
    match entry {
        Entry::Blank => {}
        // Digits that a number would lose stay a text.
        Entry::Number(text) if text.len() <= 15 && text.parse::<f64>().is_ok() => {
            let n: f64 = text.parse().unwrap_or_default();
            sheet.write_number_with_format(row, column, n, number)?;
        }
        Entry::Day(text) => match excel_day(text) {
            Some(date) => {
                sheet.write_datetime_with_format(row, column, &date, day)?;
            }
            None => {
                sheet.write_string_with_format(row, column, cell_text(text), plain)?;
            }
        },
        other => {
            sheet.write_string_with_format(row, column, cell_text(other.shown()), plain)?;
        }
    }
    Ok(())
}

/// Rows of a blank sheet that have drop-downs.
const PREPARED: u32 = 2000;
/// Characters that a drop-down's choices may have together before they need a sheet of their own.
const LISTED: usize = 240;

/// One column of a blank sheet.
struct Blank {
    head: String,
    required: bool,
    example: String,
    /// What may be chosen.
    of: Vec<String>,
    /// How it is to be filled in.
    hint: String,
}

/// Makes the blank sheet of a kind: a title, a line of notes, the heads, two examples that an import passes over.
///
/// - Input: the names of the units that may be chosen; none leaves the column free.
pub fn template(kind: &Kind, units: &[String], words: &Words<'_>) -> Result<Vec<u8>, TableError> {
    let columns = blanks(kind, units, words);
    let mut book = new_workbook();
    let (mut lists, mut ranges) = (Vec::new(), Vec::new());
    for column in &columns {
        let fits = column
            .of
            .iter()
            .map(|of| of.encode_utf16().count() + 1)
            .sum::<usize>()
            <= LISTED;
        ranges.push(match (column.of.is_empty(), fits) {
            (true, _) => None,
            (false, true) => Some(None),
            (false, false) => {
                lists.push(&column.of);
                Some(Some((lists.len() - 1, column.of.len())))
            }
        });
    }
    let sheet = book.add_worksheet();
    sheet.set_name(sheet_name(&words.kind(&kind.id)))?;
    let last = u16::try_from(columns.len()).unwrap_or(u16::MAX);
    let title = Format::new().set_bold().set_font_size(14);
    let small = Format::new()
        .set_text_wrap()
        .set_font_size(9)
        .set_font_color(Color::RGB(0x59_59_59))
        .set_align(FormatAlign::Top);
    let (head, grey) = (
        head_format(),
        Format::new()
            .set_num_format("@")
            .set_font_color(Color::Gray),
    );
    let text = Format::new().set_num_format("@");
    sheet.merge_range(0, 0, 0, last, &words.kind(&kind.id), &title)?;
    let hints: Vec<String> = columns
        .iter()
        .filter(|c| !c.hint.is_empty())
        .map(|c| words.fill("template.hint", &[("head", &c.head), ("hint", &c.hint)]))
        .collect();
    let note = words.fill("template.note", &[("hints", &hints.join("\n"))]);
    sheet.merge_range(1, 0, 1, last, &note, &small)?;
    let lines = note.lines().count().max(1);
    sheet.set_row_height(1, 13.0 * f64::from(u32::try_from(lines).unwrap_or(1) + 1))?;
    let count = words.get("template.number");
    sheet.write_string_with_format(2, 0, &count, &head)?;
    for (r, n) in [(3_u32, 1), (4, 2)] {
        let mark = words.fill("template.example", &[("n", &n)]);
        sheet.write_string_with_format(r, 0, mark, &grey)?;
    }
    for ((c, column), range) in (1_u16..).zip(&columns).zip(&ranges) {
        let star = if column.required { "*" } else { "" };
        sheet.write_string_with_format(2, c, format!("{}{star}", column.head), &head)?;
        let wide =
            crate::layout::width(&column.head).max(crate::layout::width(&column.example)) + 4;
        sheet.set_column_width(
            c,
            f64::from(u32::try_from(wide.clamp(10, 40)).unwrap_or(40)),
        )?;
        // Everything is typed as text: an ID number keeps its digits, a day its spelling.
        sheet.set_column_format(c, &text)?;
        for r in [3, 4] {
            sheet.write_string_with_format(r, c, cell_text(&column.example), &grey)?;
        }
        let rule = match range {
            None => continue,
            Some(None) => DataValidation::new().allow_list_strings(&column.of)?,
            Some(Some((list, n))) => {
                let letter = char::from(b'A' + u8::try_from(list % 26).unwrap_or(0));
                let name = words.get("template.lists");
                let range = format!("='{name}'!${letter}$1:${letter}${n}");
                DataValidation::new().allow_list_formula(Formula::new(range))
            }
        };
        // An alias that the ledger knows is not in the list and still right.
        let rule = rule.set_error_style(DataValidationErrorStyle::Warning);
        sheet.add_data_validation(3, c, 3 + PREPARED, c, &rule)?;
    }
    sheet.set_freeze_panes(3, 0)?;
    for_print(sheet);
    if !lists.is_empty() {
        add_lists(&mut book, &lists, words)?;
    }
    Ok(book.save_to_buffer()?)
}

fn add_lists(
    book: &mut Workbook,
    lists: &[&Vec<String>],
    words: &Words<'_>,
) -> Result<(), XlsxError> {
    let sheet = book.add_worksheet();
    sheet.set_name(words.get("template.lists"))?;
    sheet.set_hidden(true);
    for (c, list) in (0_u16..).zip(lists) {
        for (r, item) in (0_u32..).zip(list.iter()) {
            sheet.write_string(r, c, cell_text(item))?;
        }
    }
    Ok(())
}

fn blanks(kind: &Kind, units: &[String], words: &Words<'_>) -> Vec<Blank> {
    let mut columns = Vec::new();
    let example = Example::new(kind, words.packs());
    for field in kind
        .fields
        .iter()
        .filter(|f| f.derive().is_none() && f.rows().is_none())
    {
        let head = words.field(&kind.id, &field.name);
        let column = |head: String, required: bool, example: &str, hint: &str| Blank {
            head,
            required,
            example: example.to_owned(),
            of: Vec::new(),
            hint: match hint {
                "" => String::new(),
                key => words.get(&format!("template.{key}")),
            },
        };
        match &field.ty {
            FieldType::Person if kind.id != PERSON => {
                let part = |key: &str| {
                    let part = words.get(&format!("template.{key}"));
                    if field.name == "person" {
                        part
                    } else {
                        format!("{head}{part}")
                    }
                };
                columns.push(column(part("name"), field.required, "示例甲", ""));
                columns.push(column(part("born"), false, "1990-05-04", "who"));
                columns.push(column(part("code"), false, "", ""));
            }
            _ if field.content == "id_hash" => {
                columns.push(column(
                    words.get("template.id_number"),
                    false,
                    "",
                    "number_hint",
                ));
            }
            ty => {
                let (hint, value) = match ty {
                    FieldType::Date => ("date", example.value(&field.name)),
                    FieldType::Person => ("new_code", String::new()),
                    _ => ("", example.value(&field.name)),
                };
                let required = field.required && !matches!(ty, FieldType::Person);
                let mut made = column(
                    head,
                    required,
                    &value,
                    if field.name == kind.time.field() || hint != "date" {
                        hint
                    } else {
                        ""
                    },
                );
                made.of = of(kind, field, units, words);
                if let Some(first) = made.of.first() {
                    made.example.clone_from(first);
                }
                columns.push(made);
            }
        }
    }
    columns
}

/// What may be chosen for a field, in words.
fn of(kind: &Kind, field: &Field, units: &[String], words: &Words<'_>) -> Vec<String> {
    match &field.ty {
        FieldType::Choice(of) => of
            .iter()
            .map(|value| {
                words
                    .choice(&kind.id, &field.name, value)
                    .unwrap_or_else(|| value.clone())
            })
            .collect(),
        FieldType::Bool => ["bool.true", "bool.false"].map(|key| words.get(key)).into(),
        FieldType::Unit if !(kind.id == "core.unit" && field.name == "unit") => units.to_vec(),
        _ => Vec::new(),
    }
}

/// A blank sheet that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TemplateMade {
    /// The file.
    pub path: String,
    /// What each row is.
    pub kind: String,
}

impl crate::Answer for TemplateMade {
    fn text(&self, words: &Words<'_>) -> String {
        words.fill(
            "template.made",
            &[("path", &self.path), ("kind", &words.kind(&self.kind))],
        )
    }
}
