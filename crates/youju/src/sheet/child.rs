//! The child process that opens workbooks: it limits its own memory and time, then says what it read on standard output.
//!
//! A crafted workbook of two kilobytes can make any reader ask for gigabytes or compute for minutes. Here that ends the
//! child and nothing else: the one who started it sees how it ended and says so. No ledger is open in this process.

use super::cells::{
    MAX_CELLS, MAX_CHARS, MAX_COLUMNS, MAX_LINE, MAX_ROWS, Merge, Said, column_name,
};
use crate::failure::Failure;
use crate::shell::End;
use calamine::{
    CellErrorType, Data, DataRef, Dimensions, ExcelDateTime, Ods, Reader, SheetVisible, Xls, Xlsx,
};
use std::io::{self, BufWriter, Cursor, Read, Write};
use youju_render::sheet::Entry;
use zip::ZipArchive;

/// The hidden verb.
pub const VERB: &str = "read-sheet";
/// Memory that the child may map.
pub const MEMORY: u64 = 512 << 20;
/// Seconds that it may compute.
pub const SECONDS: u64 = 10;
/// Largest workbook.
pub const MAX_BYTES: u64 = 64 << 20;
/// Unpacked bytes of all parts of a workbook.
const MAX_UNPACKED: u64 = 400 << 20;
/// Parts of a workbook.
const MAX_PARTS: usize = 4_000;
/// How much smaller a large part may be packed than unpacked.
const MAX_RATIO: u64 = 400;

/// Why a workbook is not taken: what, and the way out.
type Refused = (String, String);

const RESAVE: &str = "open it in WPS or Excel and save it again as .xlsx or .csv";

/// Reads a workbook from standard input and says its cells on standard output; the hidden verb.
///
/// - Errors: only when the limits cannot be set; what is wrong with the workbook is said, not returned.
pub fn read_sheet() -> Result<End, Failure> {
    limit_self().map_err(|error| Failure::surroundings(format!("cannot limit memory: {error}")))?;
    let mut bytes = Vec::new();
    let read = io::stdin()
        .lock()
        .take(MAX_BYTES + 1)
        .read_to_end(&mut bytes);
    let mut out = BufWriter::new(io::stdout().lock());
    let last = match read {
        Err(error) => Said::Refused(format!("cannot be read: {error}"), String::new()),
        Ok(_) => match say(&bytes, &mut out) {
            Ok(()) => Said::End,
            Err((what, hint)) => Said::Refused(what, hint),
        },
    };
    // Whoever does not listen any more does not need it.
    let _ = put(&mut out, &last).and_then(|()| out.flush());
    Ok(End::Done)
}

#[cfg(unix)]
fn limit_self() -> io::Result<()> {
    rlimit::setrlimit(rlimit::Resource::AS, MEMORY, MEMORY)?;
    rlimit::setrlimit(rlimit::Resource::CPU, SECONDS, SECONDS + 1)?;
    // A crash leaves nothing of the file on the disk.
    rlimit::setrlimit(rlimit::Resource::CORE, 0, 0)
}

#[cfg(not(unix))]
fn limit_self() -> io::Result<()> {
    Ok(())
}

fn put(out: &mut impl Write, said: &Said) -> io::Result<()> {
    serde_json::to_writer(&mut *out, said)?;
    out.write_all(b"\n")
}

fn broken(error: impl std::fmt::Display) -> Refused {
    (format!("the workbook is damaged: {error}"), RESAVE.into())
}

fn say(bytes: &[u8], out: &mut impl Write) -> Result<(), Refused> {
    if bytes.len() as u64 > MAX_BYTES {
        return Err((
            format!("larger than {} MiB", MAX_BYTES >> 20),
            "split it into several sheets".into(),
        ));
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        // A workbook under a password is a compound file with the packed workbook inside.
        let needle: Vec<u8> = "EncryptedPackage"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        if bytes.windows(needle.len()).any(|w| w == needle) {
            return Err((
                "the workbook is under a password".into(),
                "take the password off and save it again".into(),
            ));
        }
        let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(broken)?;
        let names = visible(&book);
        let merges: Vec<Vec<Dimensions>> = names
            .iter()
            .map(|name| book.merge_cells_by_sheet_name(name).unwrap_or_default())
            .collect();
        return say_ranges(&mut book, &names, &merges, out);
    }
    match inspect(bytes)? {
        Sort::Xlsx => say_xlsx(bytes, out),
        Sort::Ods => {
            let mut book: Ods<_> = Ods::new(Cursor::new(bytes)).map_err(broken)?;
            let names = visible(&book);
            let merges = vec![Vec::new(); names.len()];
            say_ranges(&mut book, &names, &merges, out)
        }
    }
}

enum Sort {
    Xlsx,
    Ods,
}

/// Looks at the parts of a packed workbook before anything is read from them.
fn inspect(bytes: &[u8]) -> Result<Sort, Refused> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if zip.len() > MAX_PARTS {
        return Err((
            format!("the workbook has {} parts", zip.len()),
            RESAVE.into(),
        ));
    }
    let mut unpacked: u64 = 0;
    let mut sort = None;
    let mut other = None;
    for i in 0..zip.len() {
        let part = zip.by_index(i).map_err(broken)?;
        let name = part.name().map_err(broken)?.into_owned();
        if name.starts_with('/') || name.contains('\\') || name.split('/').any(|step| step == "..")
        {
            return Err((
                format!("a part of the workbook leads out of it: {name:?}"),
                "do not trust this file".into(),
            ));
        }
        unpacked = unpacked.saturating_add(part.size());
        let ratio = part.size() / part.compressed_size().max(1);
        if unpacked > MAX_UNPACKED || (part.size() > 8 << 20 && ratio > MAX_RATIO) {
            return Err((
                format!(
                    "the workbook unpacks to far more than it is: {name} to {} bytes",
                    part.size()
                ),
                RESAVE.into(),
            ));
        }
        match name.as_str() {
            "xl/workbook.xml" => sort = Some(Sort::Xlsx),
            "content.xml" => sort = Some(Sort::Ods),
            "xl/workbook.bin" => other = Some("a binary workbook (.xlsb)"),
            "word/document.xml" => other = Some("a Word document"),
            "ppt/presentation.xml" => other = Some("a presentation"),
            _ => {}
        }
        if name.ends_with(".xml") || name.ends_with(".rels") {
            look_at_start(&name, part)?;
        }
    }
    match (sort, other) {
        (Some(Sort::Ods), Some(what)) | (None, Some(what)) => {
            Err((format!("this is {what}"), RESAVE.into()))
        }
        (Some(sort), _) => Ok(sort),
        (None, None) => Err(("a packed file, but no workbook".into(), RESAVE.into())),
    }
}

/// Refuses what only an attack puts at the start of a part: declarations of entities, counts of texts beyond reason.
fn look_at_start(name: &str, part: impl Read) -> Result<(), Refused> {
    let mut start = Vec::new();
    part.take(8 << 10).read_to_end(&mut start).map_err(broken)?;
    let start = String::from_utf8_lossy(&start);
    if start.contains("<!DOCTYPE") || start.contains("<!ENTITY") {
        return Err((
            format!("{name} declares entities, as no workbook of an office does"),
            "do not trust this file".into(),
        ));
    }
    if name.ends_with("sharedStrings.xml") {
        for key in ["uniqueCount=\"", "uniqueCount='"] {
            let Some((_, rest)) = start.split_once(key) else {
                continue;
            };
            let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
            if digits
                .parse::<usize>()
                .map_or(!digits.is_empty(), |n| n > MAX_CELLS)
            {
                return Err((
                    format!("the workbook says that it holds {digits} texts"),
                    RESAVE.into(),
                ));
            }
        }
    }
    Ok(())
}

fn visible<RS: Read + io::Seek, R: Reader<RS>>(book: &R) -> Vec<String> {
    let sheets = book.sheets_metadata().iter();
    let shown = sheets.filter(|sheet| sheet.visible == SheetVisible::Visible);
    shown.map(|sheet| sheet.name.clone()).collect()
}

fn say_xlsx(bytes: &[u8], out: &mut impl Write) -> Result<(), Refused> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let mut total = 0;
    for name in visible(&book) {
        let merges = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        let mut sheet = Sheet::begin(&name, &merges, &mut total, out)?;
        let mut cells = match book.worksheet_cells_reader(&name) {
            Ok(cells) => cells,
            // A sheet that is only a chart has no cells.
            Err(calamine::XlsxError::NotAWorksheet(_)) => continue,
            Err(error) => return Err(broken(error)),
        };
        while let Some(cell) = cells.next_cell().map_err(broken)? {
            let (row, column) = cell.get_position();
            sheet.cell(row, column, entry(cell.get_value()))?;
        }
        sheet.finish()?;
    }
    Ok(())
}

fn say_ranges<RS, R>(
    book: &mut R,
    names: &[String],
    merges: &[Vec<Dimensions>],
    out: &mut impl Write,
) -> Result<(), Refused>
where
    RS: Read + io::Seek,
    R: Reader<RS>,
    R::Error: std::fmt::Display,
{
    let mut total = 0;
    for (name, merges) in names.iter().zip(merges) {
        let range = book.worksheet_range(name).map_err(broken)?;
        let (top, left) = range.start().unwrap_or_default();
        let mut sheet = Sheet::begin(name, merges, &mut total, out)?;
        for (row, column, value) in range.used_cells() {
            let place =
                |n: usize, from: u32| u32::try_from(n).unwrap_or(u32::MAX).saturating_add(from);
            sheet.cell(place(row, top), place(column, left), entry_of_range(value))?;
        }
        sheet.finish()?;
    }
    Ok(())
}

/// One sheet while it is said: rows go out as they are full.
struct Sheet<'o, W> {
    name: String,
    out: &'o mut W,
    total: &'o mut usize,
    rows: usize,
    line: u32,
    cells: Vec<Entry>,
}

impl<'o, W: Write> Sheet<'o, W> {
    fn begin(
        name: &str,
        merges: &[Dimensions],
        total: &'o mut usize,
        out: &'o mut W,
    ) -> Result<Self, Refused> {
        let merges = merges.iter().take(MAX_ROWS).map(|m| Merge {
            top: m.start.0 + 1,
            left: m.start.1,
            bottom: m.end.0 + 1,
            right: m.end.1,
        });
        let merges = merges.collect();
        put(
            out,
            &Said::Sheet {
                name: name.to_owned(),
                merges,
            },
        )
        .map_err(unheard)?;
        Ok(Self {
            name: name.to_owned(),
            out,
            total,
            rows: 0,
            line: 0,
            cells: Vec::new(),
        })
    }

    fn cell(&mut self, row: u32, column: u32, entry: Entry) -> Result<(), Refused> {
        if entry.is_blank() {
            return Ok(());
        }
        let line = row.saturating_add(1);
        let far = |what: String| {
            let place = format!("{}{line}", column_name(column));
            (
                format!("sheet \"{}\" has a cell at {place}, {what}", self.name),
                "remove what stands far away from the table, or copy the table to a new sheet"
                    .into(),
            )
        };
        if column >= MAX_COLUMNS {
            return Err(far(format!("beyond column {MAX_COLUMNS}")));
        }
        if line > MAX_LINE {
            return Err(far(format!("beyond line {MAX_LINE}")));
        }
        if entry.shown().chars().count() > MAX_CHARS {
            return Err(far(format!("with more than {MAX_CHARS} characters")));
        }
        *self.total += 1;
        if *self.total > MAX_CELLS {
            return Err((
                format!("the workbook has more than {MAX_CELLS} cells"),
                "split it into several files".into(),
            ));
        }
        if line != self.line {
            if line < self.line {
                return Err(broken("its rows are out of order"));
            }
            self.flush()?;
            self.line = line;
        }
        let place = usize::try_from(column).unwrap_or(0);
        if self.cells.len() <= place {
            self.cells.resize(place + 1, Entry::Blank);
        }
        self.cells[place] = entry;
        Ok(())
    }

    fn flush(&mut self) -> Result<(), Refused> {
        if self.cells.is_empty() {
            return Ok(());
        }
        self.rows += 1;
        if self.rows > MAX_ROWS {
            return Err((
                format!("sheet \"{}\" has more than {MAX_ROWS} rows", self.name),
                "split it into several files".into(),
            ));
        }
        let row = Said::Row(self.line, std::mem::take(&mut self.cells));
        put(self.out, &row).map_err(unheard)
    }

    fn finish(mut self) -> Result<(), Refused> {
        self.flush()
    }
}

fn unheard(error: io::Error) -> Refused {
    (
        format!("the cells cannot be handed over: {error}"),
        String::new(),
    )
}

/// What stands in a cell, as people read it.
fn entry(value: &DataRef<'_>) -> Entry {
    match value {
        DataRef::Empty => Entry::Blank,
        DataRef::String(text) => Entry::text(text),
        DataRef::SharedString(text) => Entry::text(text),
        DataRef::Int(n) => Entry::Number(n.to_string()),
        DataRef::Float(n) => Entry::Number(number(*n)),
        DataRef::Bool(yes) => Entry::Text(if *yes { "是" } else { "否" }.into()),
        DataRef::DateTime(day) => day_of(day),
        DataRef::DateTimeIso(text) => Entry::Day(text.split('T').next().unwrap_or(text).to_owned()),
        DataRef::DurationIso(text) => Entry::text(text),
        DataRef::Error(error) => Entry::Fault(fault(error).into()),
    }
}

/// The same of the cells of older formats, which come all at once.
fn entry_of_range(value: &Data) -> Entry {
    match value {
        Data::Empty => Entry::Blank,
        Data::String(text) | Data::DurationIso(text) => Entry::text(text),
        Data::Int(n) => entry(&DataRef::Int(*n)),
        Data::Float(n) => entry(&DataRef::Float(*n)),
        Data::Bool(yes) => entry(&DataRef::Bool(*yes)),
        Data::DateTime(day) => day_of(day),
        Data::DateTimeIso(text) => entry(&DataRef::DateTimeIso(text.clone())),
        Data::Error(error) => Entry::Fault(fault(error).into()),
    }
}

/// The shortest spelling that is read as the same number: `3`, `0.1`, `12345678901234500`.
fn number(n: f64) -> String {
    // Adding zero turns -0 into 0.
    format!("{}", n + 0.0)
}

fn day_of(day: &ExcelDateTime) -> Entry {
    // A span of time, or a clock time without a day, is no date.
    if day.is_duration() || day.as_f64() < 1.0 {
        return Entry::Number(number(day.as_f64()));
    }
    let (year, month, day, ..) = day.to_ymd_hms_milli();
    Entry::Day(format!("{year:04}-{month:02}-{day:02}"))
}

fn fault(error: &CellErrorType) -> &'static str {
    match error {
        CellErrorType::Div0 => "#DIV/0!",
        CellErrorType::NA => "#N/A",
        CellErrorType::Name => "#NAME?",
        CellErrorType::Null => "#NULL!",
        CellErrorType::Num => "#NUM!",
        CellErrorType::Ref => "#REF!",
        CellErrorType::Value => "#VALUE!",
        _ => "#?",
    }
}
