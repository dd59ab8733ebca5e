//! `youju import`: puts a file of records or a sheet in; what does not come in comes back with its reasons.

mod sheet;

use crate::failure::Failure;
use crate::input;
use crate::sheet::open::{self, Sort};
use crate::shell::{End, Shell};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::Value as Json;
use std::collections::HashMap;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use youju_ledger::ledger::Ledger;
use youju_ledger::problem::Problem;
use youju_ledger::problem::SubmitError;
use youju_ledger::submission::Submission;
use youju_proofread::error::Error as TextError;
use youju_render::Words;
use youju_render::imported::{Imported, RETURNED, returned};
use youju_render::outcome::{Fault, Outcome};

/// Import a sheet (.xlsx, .xls, .ods, .csv), or a file of records with one JSON object a line
///
/// The heads of a sheet are matched with the fields of its kind; what they mean is shown, and remembered for the next
/// sheet with the same heads. Title rows, sums and remarks are passed over, and said. Rows that are refused or faulty come back in another file with their reasons, ready to be put right and imported.
/// Importing a file again does nothing twice; a row of a sheet that has changed corrects its record.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// The ledger's folder
    dir: PathBuf,
    /// The sheet, or the records, one JSON object a line; texts in UTF-8 or GB18030
    file: PathBuf,
    /// What each row of the sheet is, such as members.application (default: told by the heads)
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// The sheet of the workbook (default: the one whose heads say most)
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// A file that says what the heads mean (default: remembered in DIR/mappings, or guessed)
    #[arg(long, value_name = "FILE.toml")]
    map: Option<PathBuf>,
    /// The same value in every row; `today` is the day of the import
    #[arg(long, value_name = "FIELD=VALUE")]
    set: Vec<String>,
    /// Only say what would become of each row; nothing is written
    #[arg(long)]
    preview: bool,
    /// Where rows come back that did not come in (default: beside the file, as the same kind of file)
    #[arg(long, value_name = "OUT")]
    refused: Option<PathBuf>,
}

/// Rows that are judged in one commit.
const BATCH: usize = 256;

pub fn import(args: &ImportArgs, shell: &Shell) -> Result<End, Failure> {
    let sort = open::sort(&args.file)?;
    if args
        .refused
        .as_ref()
        .is_some_and(|out| is_same(out, &args.file))
    {
        return Err(Failure::input(
            "the rows that come back would replace the file they come from",
        )
        .hint("give another name with --refused"));
    }
    if sort != Sort::Lines {
        return sheet::import_sheet(args, sort, shell);
    }
    if args.preview
        || args.kind.is_some()
        || args.sheet.is_some()
        || args.map.is_some()
        || !args.set.is_empty()
    {
        return Err(
            Failure::input("records in JSON say themselves what they are")
                .hint("--kind, --sheet, --map, --set and --preview are for sheets"),
        );
    }
    let ledger = Ledger::open(&args.dir)?;
    let out = args.refused.clone().unwrap_or_else(|| beside(&args.file));
    let units = shell.unit_names(&ledger)?;
    let words = shell.words(ledger.packs()).with_units(&units);
    let mut rows = RowReader::open(&args.file)?;
    let mut back = Back::new(out);
    let mut imported = Imported::default();
    let mut seen = HashMap::new();
    let bar = progress(&args.file);
    loop {
        let batch = rows.batch()?;
        if batch.is_empty() {
            break;
        }
        let answers = judge(&ledger, &batch, &mut seen, shell, &words).map_err(|mut failure| {
            let line = batch[0].line;
            failure.message = format!("{}:{line}: {}", args.file.display(), failure.message);
            if failure.hint.is_empty() {
                failure.hint = "import the file again: nothing is done twice".into();
            }
            failure
        })?;
        for (row, outcome) in batch.iter().zip(&answers) {
            imported.count(row.line, outcome);
            if !matches!(outcome, Outcome::Accepted { .. }) {
                back.put(&returned(row.line, &row.text, row.object.as_ref(), outcome))?;
            }
        }
        bar.set_position(rows.read);
    }
    bar.finish_and_clear();
    if imported.rows == 0 {
        return Err(
            Failure::input(format!("{} is empty", input::name(&args.file)))
                .hint("write one JSON object a line"),
        );
    }
    imported.finish(back.finish()?);
    shell.show(&imported, &words)?;
    Ok(if imported.refused + imported.invalid > 0 {
        End::Finding
    } else {
        End::Done
    })
}

fn is_same(a: &Path, b: &Path) -> bool {
    fs::canonicalize(a).is_ok_and(|a| fs::canonicalize(b).is_ok_and(|b| a == b))
}

/// `FILE.refused.jsonl`.
fn beside(file: &Path) -> PathBuf {
    let mut name = OsString::from(if file == Path::new("-") {
        Path::new("stdin")
    } else {
        file
    });
    name.push(".refused.jsonl");
    name.into()
}

fn progress(file: &Path) -> ProgressBar {
    let length = fs::metadata(file).map_or(0, |m| m.len());
    let style = ProgressStyle::with_template("{bar:30} {bytes}/{total_bytes}  {eta}");
    // It draws on standard error, and only where that is a terminal.
    ProgressBar::new(length).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// One line of the file.
struct Line {
    line: u64,
    /// As it was sent.
    text: String,
    /// The object in it, as far as it is one.
    object: Option<Json>,
    sent: Result<Submission, Vec<Problem>>,
    /// The client gave no id.
    nameless: bool,
}

impl Line {
    fn new(line: u64, bytes: &[u8]) -> Option<Self> {
        let text = match youju_proofread::decode(bytes) {
            Ok(text) => text.trim().to_owned(),
            Err(TextError::Empty) => return None,
            Err(error) => {
                let problem = Problem::new("", error.to_string(), "");
                return Some(Self::faulty(
                    line,
                    String::from_utf8_lossy(bytes).trim().into(),
                    problem,
                ));
            }
        };
        let mut object: Json = match serde_json::from_str(&text) {
            Ok(object) => object,
            Err(error) => {
                // The line within the line is always the first.
                let what =
                    format!("not JSON: {error}").replace(" at line 1 column ", " at column ");
                let problem = Problem::new("", what, "write one object in braces on each line");
                return Some(Self::faulty(line, text, problem));
            }
        };
        // A row that came back earlier bears its old reasons; they are no part of it.
        let mark = object
            .as_object_mut()
            .and_then(|fields| fields.remove(RETURNED));
        let unread = mark.as_ref().and_then(|m| m["text"].as_str());
        if let (Some(unread), Some(true)) = (unread, object.as_object().map(|o| o.is_empty())) {
            return Self::new(line, unread.as_bytes());
        }
        let text = if mark.is_some() {
            object.to_string()
        } else {
            text
        };
        Some(Self {
            line,
            text,
            nameless: object.get("id").is_none(),
            sent: Submission::from_json(object.clone()),
            object: Some(object),
        })
    }

    fn faulty(line: u64, text: String, problem: Problem) -> Self {
        Self {
            line,
            text,
            object: None,
            sent: Err(vec![problem]),
            nameless: false,
        }
    }
}

/// Reads lines and counts them; blank ones are passed over.
struct RowReader {
    lines: BufReader<Box<dyn std::io::Read>>,
    path: PathBuf,
    line: u64,
    read: u64,
}

impl RowReader {
    /// Opens the file.
    ///
    /// - Errors: a file that is not there, or binary from its start.
    fn open(path: &Path) -> Result<Self, Failure> {
        let mut lines = BufReader::with_capacity(1 << 16, input::open(path)?);
        let start = lines
            .fill_buf()
            .map_err(|error| input::unreadable(path, &error))?;
        if let Err(error @ TextError::Binary { .. }) = youju_proofread::decode(start) {
            return Err(Failure::input(format!("{}: {error}", input::name(path))));
        }
        Ok(Self {
            lines,
            path: path.to_owned(),
            line: 0,
            read: 0,
        })
    }

    fn batch(&mut self) -> Result<Vec<Line>, Failure> {
        let mut batch = Vec::new();
        let mut bytes = Vec::new();
        while batch.len() < BATCH {
            bytes.clear();
            let read = self.lines.read_until(b'\n', &mut bytes);
            let read = read.map_err(|error| input::unreadable(&self.path, &error))?;
            if read == 0 {
                break;
            }
            self.line += 1;
            self.read += read as u64;
            batch.extend(Line::new(self.line, &bytes));
        }
        Ok(batch)
    }
}

/// Judges a batch in its order; one answer for each line.
fn judge(
    ledger: &Ledger,
    batch: &[Line],
    seen: &mut HashMap<String, u32>,
    shell: &Shell,
    words: &Words<'_>,
) -> Result<Vec<Outcome>, Failure> {
    let mut sound: Vec<(usize, Submission)> = batch
        .iter()
        .enumerate()
        .filter_map(|(i, line)| Some((i, line.sent.as_ref().ok()?.clone())))
        .collect();
    let mut nameless: Vec<&mut Submission> = sound
        .iter_mut()
        .filter(|(i, _)| batch[*i].nameless)
        .map(|(_, sent)| sent)
        .collect();
    ledger.identify(&mut nameless, seen)?;
    let (places, sent): (Vec<usize>, Vec<Submission>) = sound.into_iter().unzip();
    let mut outcomes: Vec<Option<Outcome>> = batch
        .iter()
        .map(|line| {
            line.sent
                .as_ref()
                .err()
                .map(|problems| Outcome::invalid(problems, words))
        })
        .collect();
    if !sent.is_empty() {
        let answers = ledger.submit_all(&sent, &shell.moment)?;
        for ((place, sent), answer) in places.into_iter().zip(&sent).zip(answers) {
            outcomes[place] = Some(match answer {
                Ok(outcome) => Outcome::new(sent, &outcome, words),
                Err(SubmitError::Invalid(problems)) => Outcome::invalid(&problems, words),
                Err(error) => not_taken(error, words),
            });
        }
    }
    Ok(outcomes.into_iter().flatten().collect())
}

/// A row that stands against what is there already: its id, a person who was erased.
fn not_taken(error: SubmitError, words: &Words<'_>) -> Outcome {
    let field = if matches!(error, SubmitError::Conflict { .. }) {
        "id"
    } else {
        ""
    };
    let Failure { message, hint, .. } = Failure::from(error).said(words);
    Outcome::Invalid {
        problems: vec![Fault {
            field: field.into(),
            message,
            hint,
        }],
    }
}

/// The file in which rows come back: written beside its name first, and only if there is any.
struct Back {
    out: PathBuf,
    part: PathBuf,
    file: Option<BufWriter<File>>,
}

impl Back {
    fn new(out: PathBuf) -> Self {
        let mut part = OsString::from(&out);
        part.push(".part");
        Self {
            out,
            part: part.into(),
            file: None,
        }
    }

    fn put(&mut self, row: &str) -> Result<(), Failure> {
        let fail = unwritable(&self.part);
        if self.file.is_none() {
            self.file = Some(BufWriter::new(File::create(&self.part).map_err(&fail)?));
        }
        match &mut self.file {
            Some(file) => writeln!(file, "{row}").map_err(fail),
            None => Ok(()),
        }
    }

    /// Gives the file its name; a list of an earlier run does not outlive one in which every row came in.
    fn finish(self) -> Result<Option<String>, Failure> {
        let fail = unwritable(&self.out);
        match self.file {
            Some(mut file) => {
                file.flush().map_err(&fail)?;
                drop(file);
                fs::rename(&self.part, &self.out).map_err(fail)?;
                Ok(Some(self.out.display().to_string()))
            }
            None if self.out.is_file() => {
                fs::remove_file(&self.out).map_err(fail)?;
                Ok(None)
            }
            None => Ok(None),
        }
    }
}

fn unwritable(path: &Path) -> impl Fn(std::io::Error) -> Failure {
    let path = path.to_owned();
    move |error| {
        Failure::surroundings(format!("cannot write {}: {error}", path.display()))
            .hint("name another place with --refused, and import again: nothing is done twice")
    }
}
