//! From a file to its sheets: a workbook through the child process, a text file here.

use super::cells::{Grid, GridRow, Said};
use super::child::{MAX_BYTES, MEMORY, SECONDS, VERB};
use super::text;
use crate::failure::Failure;
use crate::input;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// Bytes that a child may say.
const MAX_SAID: u64 = 512 << 20;
/// Seconds after which a child is ended, whatever it does.
const PATIENCE: Duration = Duration::from_secs(20);

/// What a file of rows is, by its first bytes and its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// One JSON object a line.
    Lines,
    /// A workbook: .xlsx, .xls, .ods.
    Workbook,
    /// Comma-separated values.
    Csv,
}

/// Says what a file is.
///
/// - Errors: a file that is not there or may not be read.
pub fn sort(path: &Path) -> Result<Sort, Failure> {
    let ending = path
        .extension()
        .and_then(|e| e.to_str())
        .unwrap_or_default()
        .to_lowercase();
    if path == Path::new("-") || matches!(ending.as_str(), "jsonl" | "json" | "ndjson") {
        return Ok(Sort::Lines);
    }
    let mut start = Vec::new();
    let read = input::open(path)?.take(64).read_to_end(&mut start);
    read.map_err(|error| input::unreadable(path, &error))?;
    let is_workbook = start.starts_with(b"PK") || start.starts_with(b"\xd0\xcf\x11\xe0");
    Ok(match ending.as_str() {
        _ if is_workbook => Sort::Workbook,
        "xlsx" | "xls" | "ods" | "xlsm" | "et" => Sort::Workbook,
        "csv" | "tsv" => Sort::Csv,
        _ if start.trim_ascii_start().starts_with(b"{") => Sort::Lines,
        "txt" => Sort::Csv,
        _ => Sort::Lines,
    })
}

/// Reads all visible sheets of a workbook, or the one table of a text file.
///
/// - Errors: a file that is no table, or that would need more memory or time than a table may.
pub fn sheets(path: &Path, sort: Sort) -> Result<Vec<Grid>, Failure> {
    let named =
        |(what, hint): (String, String)| Failure::input(what).hint(hint).at(input::name(path));
    if sort == Sort::Csv {
        let bytes = input::bytes(path, MAX_BYTES)?;
        return Ok(vec![text::grid(&bytes).map_err(named)?]);
    }
    let file = File::open(path).map_err(|error| input::unreadable(path, &error))?;
    let length = file.metadata().map_or(0, |m| m.len());
    if length > MAX_BYTES {
        return Err(named((
            format!("larger than {}", input::size(MAX_BYTES)),
            "split it into several sheets".into(),
        )));
    }
    let (said, status) = ask_child(file)?;
    grids(&said, status).map_err(named)
}

/// Starts the child on a file and waits for all that it says, within limits.
fn ask_child(file: File) -> Result<(Vec<u8>, ExitStatus), Failure> {
    let fail = |error: std::io::Error| {
        Failure::surroundings(format!("cannot start the reader of workbooks: {error}"))
    };
    let program = std::env::current_exe().map_err(fail)?;
    let mut child = Command::new(program)
        .arg(VERB)
        .env_clear()
        .stdin(Stdio::from(file))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(fail)?;
    let out = child.stdout.take();
    let (tell, told) = mpsc::channel();
    let listener = thread::spawn(move || {
        let mut said = Vec::new();
        if let Some(out) = out {
            // What was said until a pipe broke is looked at all the same.
            let _ = out.take(MAX_SAID).read_to_end(&mut said);
        }
        let _ = tell.send(said);
    });
    let said = told.recv_timeout(PATIENCE);
    if said.is_err() || said.as_ref().is_ok_and(|s| s.len() as u64 >= MAX_SAID) {
        stop(&mut child);
    }
    let status = child.wait().map_err(fail)?;
    let _ = listener.join();
    Ok((said.unwrap_or_default(), status))
}

fn stop(child: &mut Child) {
    // It may just have ended by itself.
    let _ = child.kill();
}

/// Reads what the child said; how it ended tells the rest.
fn grids(said: &[u8], status: ExitStatus) -> Result<Vec<Grid>, (String, String)> {
    let mut grids: Vec<Grid> = Vec::new();
    for line in said.split(|b| *b == b'\n').filter(|line| !line.is_empty()) {
        match serde_json::from_slice(line) {
            Ok(Said::Sheet { name, merges }) => grids.push(Grid {
                name,
                merges,
                rows: Vec::new(),
            }),
            Ok(Said::Row(line, cells)) => {
                if let Some(grid) = grids.last_mut() {
                    grid.rows.push(GridRow { line, cells });
                }
            }
            Ok(Said::Refused(what, hint)) => return Err((what, hint)),
            Ok(Said::End) => return Ok(grids),
            // A line that broke off: the child was ended while it spoke.
            Err(_) => break,
        }
    }
    let hint = "open it in WPS or Excel, copy the table to a new workbook and save that";
    Err((ended(status), hint.into()))
}

#[cfg(unix)]
fn ended(status: ExitStatus) -> String {
    use std::os::unix::process::ExitStatusExt;
    match status.signal() {
        Some(6) => format!("to open it takes more than {} MiB of memory", MEMORY >> 20),
        Some(9 | 24) => format!("to open it takes longer than {SECONDS} seconds"),
        _ => "the workbook cannot be read".into(),
    }
}

#[cfg(not(unix))]
fn ended(_: ExitStatus) -> String {
    "the workbook cannot be read".into()
}
