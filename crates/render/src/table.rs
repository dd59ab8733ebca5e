//! An answer as a table, and the table as CSV or xlsx: what people open in WPS or Excel.
//!
//! Both forms hold the same cells and the same stamp, and the same table gives the same bytes. A text that a spreadsheet
//! could take for a formula stands behind an apostrophe; [`unquoted`] takes it off when such a file comes in.

use crate::layout::width;
use crate::row::Cell;
use crate::words::Words;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
    XlsxError,
};
use std::borrow::Cow;
use youju_base::date::parse_day;

/// Rows that a sheet of a spreadsheet can hold below title, stamp and heads.
const SHEET_ROWS: usize = 1_048_576 - 3;

/// Characters that a cell of a spreadsheet can hold.
const CELL_CHARS: usize = 32_767;

/// A list with what one must know to read it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// What the rows are.
    pub title: String,
    /// The columns in their order.
    pub columns: Vec<Column>,
    /// The rows, each as long as there are columns.
    pub rows: Vec<Vec<Cell>>,
    /// What it was made of: label and text; the number of rows is put in front when it is written.
    pub stamp: Vec<(String, String)>,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its head.
    pub head: String,
    /// What its cells are.
    pub kind: ColumnKind,
}

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Texts and codes; never taken for numbers.
    Text,
    /// Whole numbers.
    Whole,
    /// Numbers kept as whole multiples of so many decimal places; money has two.
    Decimal(u32),
    /// Days, written `2022-06-30`.
    Date,
}

/// Why a table was not written.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// A spreadsheet ends before the list does.
    #[error("{rows} rows are more than a sheet can hold; write them with --format csv")]
    TooLong {
        /// How many there are.
        rows: usize,
    },
    /// The writer of spreadsheets failed.
    #[error("cannot write the spreadsheet: {0}")]
    Sheet(#[from] XlsxError),
    /// The writer of CSV failed.
    #[error("cannot write the table: {0}")]
    Csv(#[from] csv::Error),
}

impl Table {
    /// Starts a table without rows.
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            ..Self::default()
        }
    }

    /// Adds a column.
    pub fn column(mut self, head: impl Into<String>, kind: ColumnKind) -> Self {
        self.columns.push(Column {
            head: head.into(),
            kind,
        });
        self
    }

    /// Adds a line to the stamp; an empty text adds none.
    pub fn stamp(mut self, label: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        if !text.is_empty() {
            self.stamp.push((label.into(), text));
        }
        self
    }

    /// Says on the stamp that the records are made up.
    pub fn synthetic(self, synthetic: bool, words: &Words<'_>) -> Self {
        let text = match synthetic {
            true => words.get("synthetic.figure"),
            false => String::new(),
        };
        self.stamp(words.get("table.note"), text)
    }

    /// Gives it as CSV in UTF-8 with a byte order mark, lines ended by CR LF: heads, rows, then the stamp behind `#`.
    ///
    /// - Errors: none that a caller could cause.
    pub fn csv(&self, words: &Words<'_>) -> Result<Vec<u8>, TableError> {
        let mut writer = csv::WriterBuilder::new()
            .flexible(true)
            .terminator(csv::Terminator::CRLF)
            .from_writer("\u{feff}".as_bytes().to_vec());
        writer.write_record(self.columns.iter().map(|c| c.head.as_str()))?;
        for row in &self.rows {
            let cells = row.iter().zip(&self.columns);
            writer.write_record(cells.map(|(cell, column)| plain(cell, column.kind)))?;
        }
        for line in self.stamp_lines(words) {
            writer.write_record([format!("# {line}")])?;
        }
        Ok(writer
            .into_inner()
            .map_err(|error| csv::Error::from(error.into_error()))?)
    }

    /// Gives it as an xlsx workbook of one sheet: title, stamp, heads that stay in view and repeat in print, rows.
    ///
    /// - Errors: more rows than a sheet holds.
    pub fn xlsx(&self, words: &Words<'_>) -> Result<Vec<u8>, TableError> {
        if self.rows.len() > SHEET_ROWS {
            return Err(TableError::TooLong {
                rows: self.rows.len(),
            });
        }
        let mut book = new_workbook();
        let sheet = book.add_worksheet();
        sheet.set_name(sheet_name(&self.title))?;
        self.write(sheet, words)?;
        Ok(book.save_to_buffer()?)
    }

    fn write(&self, sheet: &mut Worksheet, words: &Words<'_>) -> Result<(), XlsxError> {
        let last = u16::try_from(self.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
        let stamp = self.stamp_lines(words);
        let title = Format::new()
            .set_bold()
            .set_font_size(14)
            .set_align(FormatAlign::VerticalCenter);
        let small = Format::new()
            .set_text_wrap()
            .set_font_size(9)
            .set_font_color(Color::RGB(0x59_59_59))
            .set_align(FormatAlign::Top);
        // A merged range needs two cells.
        if last > 0 {
            sheet.merge_range(0, 0, 0, last, &cell_text(&self.title), &title)?;
            sheet.merge_range(1, 0, 1, last, &cell_text(&stamp.join("\n")), &small)?;
        } else {
            sheet.write_string_with_format(0, 0, cell_text(&self.title), &title)?;
            sheet.write_string_with_format(1, 0, cell_text(&stamp.join("\n")), &small)?;
        }
        let widths: Vec<usize> = (0..self.columns.len()).map(|i| self.width(i)).collect();
        let across = widths.iter().sum::<usize>().max(20);
        let lines: usize = stamp.iter().map(|l| width(l).div_ceil(across).max(1)).sum();
        sheet.set_row_height(0, 24)?;
        sheet.set_row_height(1, 13.0 * f64::from(u32::try_from(lines).unwrap_or(1)))?;
        let head = head_format();
        for (i, column) in (0_u16..).zip(&self.columns) {
            let wide = u16::try_from(widths[usize::from(i)]).unwrap_or(60);
            sheet.set_column_width(i, f64::from(wide))?;
            sheet.write_string_with_format(2, i, cell_text(&column.head), &head)?;
        }
        let formats: Vec<Format> = self.columns.iter().map(|c| format_of(c.kind)).collect();
        for (r, row) in (3_u32..).zip(&self.rows) {
            for ((c, cell), (column, format)) in
                (0_u16..).zip(row).zip(self.columns.iter().zip(&formats))
            {
                write_cell(sheet, (r, c), cell, column.kind, format)?;
            }
        }
        if !self.rows.is_empty() {
            let end = 2 + u32::try_from(self.rows.len()).unwrap_or(u32::MAX - 2);
            sheet.autofilter(2, 0, end, last)?;
        }
        sheet.set_freeze_panes(3, 0)?;
        sheet.set_repeat_rows(2, 2)?;
        sheet.set_landscape();
        sheet.set_paper_size(9);
        sheet.set_print_fit_to_pages(1, 0);
        sheet.set_footer("&C&P / &N");
        Ok(())
    }

    /// Columns that a column takes, within what can be read.
    fn width(&self, i: usize) -> usize {
        let cells = self.rows.iter().take(1000).filter_map(|row| row.get(i));
        let cells = cells.map(|cell| width(&plain(cell, self.columns[i].kind)));
        let widest = cells.max().unwrap_or(0).max(width(&self.columns[i].head));
        (widest + 3).clamp(8, 60)
    }

    fn stamp_lines(&self, words: &Words<'_>) -> Vec<String> {
        let rows = (words.get("table.rows"), self.rows.len().to_string());
        let all = std::iter::once(&rows).chain(&self.stamp);
        all.map(|(label, text)| words.fill("table.stamp", &[("label", label), ("text", text)]))
            .collect()
    }
}

/// A workbook that bears no clock: the same cells give the same bytes.
pub(crate) fn new_workbook() -> Workbook {
    let mut book = Workbook::new();
    let mut properties = DocProperties::new().set_author("youju");
    if let Ok(day) = ExcelDateTime::from_ymd(2000, 1, 1) {
        properties = properties.set_creation_datetime(&day);
    }
    book.set_properties(&properties);
    book
}

/// The form of heads.
pub(crate) fn head_format() -> Format {
    Format::new()
        .set_bold()
        .set_text_wrap()
        .set_background_color(Color::RGB(0xE7_EC_F1))
        .set_border(FormatBorder::Thin)
        .set_border_color(Color::RGB(0xA6_A6_A6))
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
}

fn format_of(kind: ColumnKind) -> Format {
    let format = Format::new().set_align(FormatAlign::Top);
    match kind {
        ColumnKind::Text => format.set_quote_prefix().set_text_wrap(),
        ColumnKind::Whole => format.set_num_format("0"),
        ColumnKind::Decimal(0) => format.set_num_format("0"),
        ColumnKind::Decimal(places) => {
            format.set_num_format(format!("0.{}", "0".repeat(places as usize)))
        }
        ColumnKind::Date => format.set_num_format("yyyy-mm-dd"),
    }
}

fn write_cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    kind: ColumnKind,
    format: &Format,
) -> Result<(), XlsxError> {
    match (cell, kind) {
        (Cell::Null, _) => {}
        (Cell::Int(n), ColumnKind::Whole | ColumnKind::Decimal(_)) if exact(*n) => {
            // A spreadsheet knows no other numbers; up to 15 digits they are exact.
            let places = match kind {
                ColumnKind::Decimal(places) => i32::try_from(places).unwrap_or(0),
                _ => 0,
            };
            let number = *n as f64 / 10_f64.powi(places);
            sheet.write_number_with_format(row, column, number, format)?;
        }
        (Cell::Text(text), ColumnKind::Date) => match excel_day(text) {
            Some(day) => {
                sheet.write_datetime_with_format(row, column, &day, format)?;
            }
            None => {
                sheet.write_string_with_format(row, column, cell_text(text), format)?;
            }
        },
        _ => {
            let text = plain(cell, kind);
            sheet.write_string_with_format(row, column, cell_text(&unquoted(&text)), format)?;
        }
    }
    Ok(())
}

/// A whole number that a cell holds without loss.
fn exact(n: i64) -> bool {
    n.unsigned_abs() < 1_000_000_000_000_000
}

/// A day that a spreadsheet can count: from 1900 on.
pub(crate) fn excel_day(text: &str) -> Option<ExcelDateTime> {
    let day = parse_day(text).ok()?;
    let year = u16::try_from(day.year()).ok().filter(|y| *y > 1900)?;
    let (month, day) = (
        u8::try_from(day.month()).ok()?,
        u8::try_from(day.day()).ok()?,
    );
    ExcelDateTime::from_ymd(year, month, day).ok()
}

/// A cell as CSV holds it.
fn plain(cell: &Cell, kind: ColumnKind) -> String {
    match (cell, kind) {
        (Cell::Null, _) => String::new(),
        (Cell::Int(n), ColumnKind::Decimal(places)) => scaled(*n, places),
        (Cell::Int(n), _) => n.to_string(),
        (Cell::Text(text), _) => quoted(text).into_owned(),
    }
}

/// Prints a number that is kept as whole multiples of its last decimal place: `1234` with 2 is `12.34`.
pub fn scaled(n: i64, places: u32) -> String {
    let one = 10_u64.pow(places.min(18));
    let (whole, rest) = (n.unsigned_abs() / one, n.unsigned_abs() % one);
    let sign = if n < 0 { "-" } else { "" };
    match places {
        0 => n.to_string(),
        _ => format!("{sign}{whole}.{rest:0w$}", w = places as usize),
    }
}

/// Puts an apostrophe in front of a text that a spreadsheet could take for a formula.
///
/// ```
/// use youju_render::table::{quoted, unquoted};
/// assert_eq!(quoted("=1+1"), "'=1+1");
/// assert_eq!(quoted("＝1"), "'＝1");
/// assert_eq!(quoted("示例办"), "示例办");
/// assert_eq!(unquoted("'=1+1"), "=1+1");
/// ```
pub fn quoted(text: &str) -> Cow<'_, str> {
    if looks_like_formula(text) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Takes off the apostrophe that [`quoted`] put in front.
pub fn unquoted(text: &str) -> Cow<'_, str> {
    match text.strip_prefix('\'') {
        Some(rest) if looks_like_formula(rest) => Cow::Owned(rest.to_owned()),
        _ => Cow::Borrowed(text),
    }
}

/// Whether a spreadsheet could read more than text in it; apostrophes in front change nothing, so that quoting can be undone.
fn looks_like_formula(text: &str) -> bool {
    let text = text.trim_start_matches(['\'', ' ', '\u{3000}', '\u{feff}']);
    text.starts_with([
        '=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠',
    ])
}

/// A text as a cell of a spreadsheet takes it: quoted, without characters that XML lacks, and not too long.
pub(crate) fn cell_text(text: &str) -> String {
    let clean = |c: char| match c {
        '\n' | '\t' => c,
        c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => '\u{fffd}',
        c => c,
    };
    let quoted: String = quoted(text).chars().map(clean).collect();
    // The limit counts UTF-16 units.
    match quoted.encode_utf16().count() > CELL_CHARS {
        true => quoted
            .chars()
            .take(CELL_CHARS / 2 - 1)
            .chain(['…'])
            .collect(),
        false => quoted,
    }
}

/// The name of a sheet: at most 31 characters, none of those that a spreadsheet keeps for itself.
pub(crate) fn sheet_name(title: &str) -> String {
    let kept = |c: &char| !"[]:*?/\\'".contains(*c) && !c.is_control();
    let name: String = title.chars().filter(kept).take(31).collect();
    if name.trim().is_empty() {
        "1".into()
    } else {
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use youju_declare::{Lang, Packs};

    fn table() -> Table {
        let mut table = Table::new("名单")
            .column("姓名", ColumnKind::Text)
            .column("人数", ColumnKind::Whole)
            .column("金额", ColumnKind::Decimal(2))
            .column("日期", ColumnKind::Date)
            .stamp("口径", "members.total")
            .stamp("空", "");
        table.rows = vec![
            vec![
                Cell::Text("=HYPERLINK(\"x\")".into()),
                Cell::Int(-5),
                Cell::Int(-105),
                Cell::Text("2022-06-30".into()),
            ],
            vec![
                Cell::Text("甲，乙".into()),
                Cell::Null,
                Cell::Null,
                Cell::Null,
            ],
        ];
        table
    }

    #[test]
    fn csv_opens_in_a_spreadsheet_and_bears_its_stamp() {
        let packs = Packs::default();
        let csv = table().csv(&Words::new(Lang::Zh, &packs)).expect("written");
        let text = String::from_utf8(csv).expect("UTF-8");
        assert_eq!(
            text,
            "\u{feff}姓名,人数,金额,日期\r\n\"'=HYPERLINK(\"\"x\"\")\",-5,-1.05,2022-06-30\r\n甲，乙,,,\r\n\
             # 行数：2\r\n# 口径：members.total\r\n"
        );
    }

    #[test]
    fn the_same_table_is_the_same_bytes() {
        let packs = Packs::default();
        let words = Words::new(Lang::Zh, &packs);
        let (a, b) = (table().xlsx(&words), table().xlsx(&words));
        assert_eq!(a.expect("written"), b.expect("written"));
    }

    #[test]
    fn whatever_could_be_a_formula_is_quoted_and_quoting_can_be_undone() {
        for text in [
            "=1", "+1", "-1", "@a", "\t=1", "\r1", "\0", "＝1", "＋1", "－1", "＠a", " =1", "'=1",
            "''-",
        ] {
            let quoted = quoted(text);
            assert!(quoted.starts_with('\''), "{text:?}");
            assert_eq!(unquoted(&quoted), text);
        }
        for text in ["", "甲", "1", "'甲", "a=b", "0-1"] {
            assert_eq!(quoted(text), text);
            assert_eq!(unquoted(text), text);
        }
    }

    #[test]
    fn names_of_sheets_and_long_texts_fit() {
        assert_eq!(sheet_name("a/b:c"), "abc");
        assert_eq!(sheet_name("[]"), "1");
        assert_eq!(sheet_name(&"长".repeat(40)).chars().count(), 31);
        let long = cell_text(&"𠀀".repeat(40_000));
        assert!(long.encode_utf16().count() <= CELL_CHARS);
        assert_eq!(cell_text("a\0b"), "a\u{fffd}b");
    }
}
