//! A table in a text file: UTF-8, GB18030 or UTF-16, parted by commas, tabs or semicolons.

use super::cells::{Grid, GridRow, MAX_CELLS, MAX_CHARS, MAX_COLUMNS, MAX_LINE, MAX_ROWS};
use youju_render::sheet::Entry;

/// Why a text is not taken: what, and the way out.
type Refused = (String, String);

/// Reads the bytes of a text file as one table.
///
/// - Errors: no text, a quotation mark that is never closed, more than a table may hold.
pub fn grid(bytes: &[u8]) -> Result<Grid, Refused> {
    let text = decode(bytes)?.replace("\r\n", "\n").replace('\r', "\n");
    let delimiter = delimiter(&text);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut grid = Grid::default();
    let (mut cells, mut last_line, mut counted) = (0, 1_u32, 0);
    for record in reader.records() {
        let record = record.map_err(|e| (format!("the table is damaged: {e}"), String::new()))?;
        // The reader says where it began to look for the record: blank lines may stand in front.
        let begin = record
            .position()
            .map_or(0, |at| usize::try_from(at.byte()).unwrap_or(0));
        let rest = text.as_bytes().get(begin..).unwrap_or_default();
        let begin = begin + rest.iter().take_while(|b| **b == b'\n').count();
        let passed = text.as_bytes()[counted..begin.max(counted)]
            .iter()
            .filter(|b| **b == b'\n');
        last_line += u32::try_from(passed.count()).unwrap_or(u32::MAX);
        counted = begin.max(counted);
        let line = last_line;
        if record.len() > MAX_COLUMNS as usize {
            return Err((
                format!(
                    "line {line} has {} columns, more than {MAX_COLUMNS}",
                    record.len()
                ),
                "check how its columns are parted".into(),
            ));
        }
        if let Some(long) = record.iter().find(|text| text.chars().count() > MAX_CHARS) {
            return Err((
                format!(
                    "line {line} has a cell with {} characters",
                    long.chars().count()
                ),
                "look for a quotation mark that is never closed".into(),
            ));
        }
        let row: Vec<Entry> = record.iter().map(Entry::text).collect();
        let filled = row.iter().filter(|cell| !cell.is_blank()).count();
        cells += filled;
        if filled > 0 {
            grid.rows.push(GridRow { line, cells: row });
        }
        if grid.rows.len() > MAX_ROWS || cells > MAX_CELLS || line > MAX_LINE {
            return Err((
                format!("the table has more than {MAX_ROWS} rows or {MAX_CELLS} cells"),
                "split it into several files".into(),
            ));
        }
    }
    // Marks come in pairs; with one too many the rest of the file is one cell.
    if text.matches('"').count() % 2 == 1 {
        return Err((
            format!("a quotation mark in or before line {last_line} is never closed"),
            "close it, or write it twice where it belongs to the text".into(),
        ));
    }
    Ok(grid)
}

fn decode(bytes: &[u8]) -> Result<String, Refused> {
    let wide = |rest: &[u8], read: fn([u8; 2]) -> u16| {
        let units = rest.chunks_exact(2).map(|pair| read([pair[0], pair[1]]));
        let text: Result<String, _> = char::decode_utf16(units).collect();
        text.ok().filter(|text| !text.contains('\0'))
    };
    let text = match bytes {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        _ => {
            return youju_proofread::decode(bytes)
                .map_err(|error| (error.to_string(), String::new()));
        }
    };
    text.ok_or_else(|| {
        (
            "says that it is UTF-16, and is not".to_owned(),
            "save it again as CSV in UTF-8".to_owned(),
        )
    })
}

/// The mark that parts the columns: the one that stands most often in the first lines.
fn delimiter(text: &str) -> u8 {
    let start: String = text.lines().take(20).collect();
    let count = |mark: u8| start.bytes().filter(|b| *b == mark).count();
    [b',', b'\t', b';']
        .into_iter()
        .rev()
        .max_by_key(|mark| count(*mark))
        .unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(bytes: &[u8]) -> Result<Vec<String>, String> {
        let grid = grid(bytes).map_err(|(what, _)| what)?;
        let row = |row: &GridRow| {
            let cells: Vec<&str> = row.cells.iter().map(Entry::shown).collect();
            format!("{} {}", row.line, cells.join("|"))
        };
        Ok(grid.rows.iter().map(row).collect())
    }

    #[test]
    fn three_encodings_and_three_delimiters_are_one_table() {
        let expected = Ok(vec!["1 姓名|日期".to_owned(), "3 甲|2022".to_owned()]);
        assert_eq!(shown("姓名,日期\r\n,\r\n甲,2022\r\n".as_bytes()), expected);
        assert_eq!(
            shown("\u{feff}姓名;日期\n\n甲;2022\n".as_bytes()),
            Ok(vec!["1 姓名|日期".into(), "3 甲|2022".into()])
        );
        let wide: Vec<u8> = "\u{feff}姓名\t日期\r\n\t\r\n甲\t2022"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(shown(&wide), expected);
        // 姓名,日期 in GB18030.
        let gb = b"\xd0\xd5\xc3\xfb,\xc8\xd5\xc6\xda\n,\n\xbc\xd7,2022";
        assert_eq!(shown(gb), expected);
    }

    #[test]
    fn what_is_no_table_is_said() {
        assert_eq!(
            shown(b"a,b\n\"c,d\ne,f\n"),
            Err("a quotation mark in or before line 2 is never closed".into())
        );
        assert!(shown(b"a\0b").is_err());
        assert!(shown(&[0xff, 0xfe, 0x00, 0xd8]).is_err());
        let wide = format!("{}\n", "x,".repeat(600));
        assert_eq!(
            shown(wide.as_bytes()),
            Err("line 1 has 601 columns, more than 512".into())
        );
    }
}
