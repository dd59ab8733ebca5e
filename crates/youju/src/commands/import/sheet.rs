//! A sheet of an office, row by row: read, compared with the ledger, judged; what does not come in goes back as it came.

use super::{BATCH, ImportArgs, not_taken};
use crate::failure::Failure;
use crate::sheet::cells::{Grid, GridRow};
use crate::sheet::heads::{LINE, REASON, is_count, is_ours};
use crate::sheet::layout::{Layout, lay_out};
use crate::sheet::mapping::{Understood, Wish, understand};
use crate::sheet::open::{self, Sort};
use crate::sheet::rows::{Context, RowRead, read_rows};
use crate::shell::{self, End, Shell};
use crate::{failure, input};
use serde_json::{Map, Value as Json};
use std::collections::{BTreeSet, HashMap};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use youju_declare::Kind;
use youju_ledger::compare::Standing;
use youju_ledger::ledger::Ledger;
use youju_ledger::problem::Problem;
use youju_ledger::problem::SubmitError;
use youju_ledger::submission::Submission;
use youju_render::Words;
use youju_render::outcome::{Fault, Outcome};
use youju_render::record::shown_value;
use youju_render::sheet::{Entry, Returned, ReturnedRow};
use youju_render::sheet_imported::{
    Change, HeadRead, SheetImported, SheetRow, Skipped, State, Why,
};

/// Imports one sheet, or says what would become of it.
pub fn import_sheet(args: &ImportArgs, sort: Sort, shell: &Shell) -> Result<End, Failure> {
    let grids = open::sheets(&args.file, sort)?;
    let ledger = Ledger::open(&args.dir)?;
    let units = shell.unit_names(&ledger)?;
    let words = shell.words(ledger.packs()).with_units(&units);
    let wish = Wish {
        kind: args.kind.as_deref(),
        sheet: args.sheet.as_deref(),
        map: args.map.as_deref(),
        constants: &args.set,
    };
    let understood = understand(&grids, ledger.packs(), ledger.folder(), &wish)
        .map_err(|failure| failure.at(input::name(&args.file)))?;
    let kind = ledger.packs().kind(&understood.mapping.kind);
    let kind = kind.ok_or_else(|| {
        Failure::input(format!("there is no kind \"{}\"", understood.mapping.kind))
    })?;
    let grid = &grids[understood.sheet];
    let layout = lay_out_of(grid, &understood);
    let import = Import {
        ledger: &ledger,
        kind,
        understood: &understood,
        words,
        shell,
        file: input::name(Path::new(
            args.file.file_name().unwrap_or(args.file.as_os_str()),
        )),
    };
    let rows = read_rows(&import.context(), grid, &layout)?;
    if rows.is_empty() {
        return Err(Failure::input("no rows stand under the heads")
            .hint("fill some in; examples and sums are no rows")
            .at(input::name(&args.file)));
    }
    let plans = import.plan(rows)?;
    let rows = import.judge(plans, args.preview)?;
    let mut answer = import.answer(grid, &layout, rows, args.preview);
    if !args.preview {
        let out = args
            .refused
            .clone()
            .unwrap_or_else(|| beside(&args.file, sort));
        answer.returned = give_back(&out, grid, &layout, &answer, &words)?;
        if !understood.is_known && args.map.is_none() {
            understood
                .mapping
                .remember(&understood.path, &import.file)?;
        }
    }
    if understood.is_known || !args.preview {
        let path = args.map.as_deref().unwrap_or(&understood.path);
        answer.mapping = Some(path.display().to_string());
    }
    shell.show(&answer, &words)?;
    Ok(match answer.has_returned() {
        true => End::Finding,
        false => End::Done,
    })
}

fn lay_out_of(grid: &Grid, understood: &Understood) -> Layout {
    let columns = |is: &dyn Fn(&crate::sheet::layout::Head) -> bool| -> BTreeSet<usize> {
        understood
            .heads
            .iter()
            .filter(|head| is(head))
            .map(|head| head.column)
            .collect()
    };
    let read = columns(&|head| understood.mapping.target(head).is_some());
    let counts = columns(&|head| is_count(head) && understood.mapping.target(head).is_none());
    lay_out(
        grid,
        understood.head_rows.clone(),
        understood.heads.clone(),
        &|column| read.contains(&column),
        &|column| counts.contains(&column),
    )
}

/// One import while it runs.
struct Import<'i> {
    ledger: &'i Ledger,
    kind: &'i Kind,
    understood: &'i Understood,
    words: Words<'i>,
    shell: &'i Shell,
    file: String,
}

/// What is to be done with a row.
struct Plan {
    line: u32,
    step: Step,
    /// What it changes.
    changes: Vec<Change>,
    notes: Vec<String>,
}

enum Step {
    /// It is answered without asking the rules.
    Answered(State, Option<String>, Vec<Why>),
    /// It is sent; a correction or a new record.
    Send(Box<Submission>),
}

impl<'i> Import<'i> {
    fn context(&self) -> Context<'_> {
        Context {
            ledger: self.ledger,
            kind: self.kind,
            mapping: &self.understood.mapping,
            words: self.words,
            moment: &self.shell.moment,
        }
    }

    /// Compares the rows with the ledger and says what is to be done with each.
    fn plan(&self, rows: Vec<RowRead>) -> Result<Vec<Plan>, Failure> {
        let mut read: Vec<(RowRead, Result<Submission, Vec<Problem>>)> = rows
            .into_iter()
            .map(|mut row| {
                let sent = match row.problems.is_empty() {
                    true => self.submission(&row),
                    false => Err(std::mem::take(&mut row.problems)),
                };
                (row, sent)
            })
            .collect();
        let mut sound: Vec<&mut Submission> = read
            .iter_mut()
            .filter_map(|(_, sent)| sent.as_mut().ok())
            .collect();
        self.ledger.identify(&mut sound, &mut HashMap::new())?;
        let sound: Vec<&Submission> = read
            .iter()
            .filter_map(|(_, sent)| sent.as_ref().ok())
            .collect();
        let said: BTreeSet<&str> = self
            .understood
            .mapping
            .heads
            .values()
            .filter_map(|t| t.split('.').next())
            .collect();
        let said: Vec<String> = said.into_iter().map(str::to_owned).collect();
        let mut standings = self
            .ledger
            .compare(&sound, &self.understood.mapping.key, &said)?
            .into_iter();
        read.into_iter()
            .map(|(row, sent)| {
                let (step, changes) = match sent {
                    Err(problems) => (self.faulty(&problems), Vec::new()),
                    Ok(sent) => self.step(&row, sent, standings.next().unwrap_or(Standing::New))?,
                };
                let notes = match row.rounded.is_empty() {
                    true => Vec::new(),
                    false => {
                        let heads = self.words.list(&row.rounded);
                        vec![self.words.fill("sheet.month_only", &[("heads", &heads)])]
                    }
                };
                Ok(Plan {
                    line: row.line,
                    step,
                    changes,
                    notes,
                })
            })
            .collect()
    }

    fn submission(&self, row: &RowRead) -> Result<Submission, Vec<Problem>> {
        let mut body = row.fields.clone();
        body.insert("kind".into(), self.kind.id.as_str().into());
        if row.opening {
            body.insert("opening".into(), true.into());
        }
        Submission::from_json(Json::Object(body))
    }

    fn faulty(&self, problems: &[Problem]) -> Step {
        let faults = problems.iter().map(|p| Fault::new(p).said(&self.words));
        let reasons = faults.map(|fault| Why::fault(&fault, |field| self.title(field)));
        Step::Answered(State::Invalid, None, reasons.collect())
    }

    fn step(
        &self,
        row: &RowRead,
        sent: Submission,
        standing: Standing,
    ) -> Result<(Step, Vec<Change>), Failure> {
        Ok(match standing {
            Standing::New => (Step::Send(Box::new(sent)), Vec::new()),
            Standing::Same { record } => (
                Step::Answered(State::Same, Some(record), Vec::new()),
                Vec::new(),
            ),
            Standing::Settled { record, voided } => {
                let key = if voided {
                    "sheet.settled_voided"
                } else {
                    "sheet.settled_corrected"
                };
                let why = Why {
                    rule: None,
                    article: None,
                    field: None,
                    message: self.words.fill(key, &[("record", &record)]),
                    way_out: self.words.get("sheet.settled_way_out"),
                };
                (
                    Step::Answered(State::Settled, Some(record), vec![why]),
                    Vec::new(),
                )
            }
            Standing::Changed {
                record,
                fields,
                before,
            } => {
                let changes = before.iter().map(|(name, kept)| Change {
                    field: self.title(name),
                    before: shown_value(&self.kind.id, name, kept, &self.words),
                    after: self.shown(name, fields.get(name)),
                });
                let changes = changes.collect();
                let slots: [(&str, &dyn std::fmt::Display); 2] =
                    [("file", &self.file), ("line", &row.line)];
                let reason = self.words.fill("sheet.reason_of_change", &slots);
                let mut body: Map<String, Json> = fields;
                body.insert("corrects".into(), record.into());
                body.insert("reason".into(), reason.into());
                match Submission::from_json(Json::Object(body)) {
                    Ok(sent) => (Step::Send(Box::new(sent)), changes),
                    Err(problems) => (self.faulty(&problems), changes),
                }
            }
        })
    }

    /// A value of the sheet as people read it.
    fn shown(&self, field: &str, json: Option<&Json>) -> String {
        match json {
            None | Some(Json::Null) => "—".into(),
            Some(Json::String(text)) => {
                let choice = self.words.choice(&self.kind.id, field, text);
                choice.unwrap_or_else(|| text.clone())
            }
            Some(Json::Bool(yes)) => self
                .words
                .get(if *yes { "bool.true" } else { "bool.false" }),
            Some(other) => other.to_string(),
        }
    }

    /// A field by the head it stands under, or by its title.
    fn title(&self, field: &str) -> String {
        if field.is_empty() || self.kind.field(field).is_none() {
            return field.to_owned();
        }
        let heads = &self.understood.mapping.heads;
        let head = heads.iter().find(|(_, target)| *target == field);
        head.map_or_else(
            || self.words.field(&self.kind.id, field),
            |(head, _)| head.clone(),
        )
    }

    /// Asks the rules about what is sent, in the order of the rows; a preview undoes all of it.
    fn judge(&self, plans: Vec<Plan>, preview: bool) -> Result<Vec<SheetRow>, Failure> {
        let sent: Vec<Submission> = plans
            .iter()
            .filter_map(|plan| match &plan.step {
                Step::Send(sent) => Some((**sent).clone()),
                Step::Answered(..) => None,
            })
            .collect();
        let mut answers = Vec::with_capacity(sent.len());
        if preview {
            answers = self.ledger.rehearse(&sent, &self.shell.moment)?;
        } else {
            for batch in sent.chunks(BATCH) {
                let answered = self.ledger.submit_all(batch, &self.shell.moment);
                answers.extend(answered.map_err(|error| {
                    let failure = failure::Failure::from(error);
                    match failure.hint.is_empty() {
                        true => failure.hint("import the file again: nothing is done twice"),
                        false => failure,
                    }
                })?);
            }
        }
        let mut answers = sent.iter().zip(answers);
        let rows = plans.into_iter().map(|plan| {
            let row = match plan.step {
                Step::Answered(state, record, reasons) => SheetRow {
                    line: plan.line,
                    state,
                    record,
                    changes: Vec::new(),
                    reasons,
                    notes: Vec::new(),
                },
                Step::Send(_) => {
                    let outcome = answers.next().map(|(sent, answer)| match answer {
                        Ok(outcome) => Outcome::new(sent, &outcome, &self.words),
                        Err(SubmitError::Invalid(problems)) => {
                            Outcome::invalid(&problems, &self.words)
                        }
                        Err(error) => not_taken(error, &self.words),
                    });
                    let outcome = outcome.unwrap_or(Outcome::Invalid {
                        problems: Vec::new(),
                    });
                    let is_change = !plan.changes.is_empty();
                    SheetRow::new(
                        plan.line,
                        &outcome,
                        is_change,
                        |field| self.title(field),
                        &self.words,
                    )
                }
            };
            SheetRow {
                changes: plan.changes,
                notes: row.notes.iter().cloned().chain(plan.notes).collect(),
                ..row
            }
        });
        Ok(rows.collect())
    }

    fn answer(
        &self,
        grid: &Grid,
        layout: &Layout,
        rows: Vec<SheetRow>,
        preview: bool,
    ) -> SheetImported {
        let mapping = &self.understood.mapping;
        let heads = layout
            .heads
            .iter()
            .filter(|head| !is_ours(head))
            .map(|head| HeadRead {
                head: head.text(),
                field: mapping.target(head).map(str::to_owned),
            });
        let skipped = layout.skipped.iter().map(|(line, why)| Skipped {
            line: *line,
            why: why.word(),
        });
        let constants = mapping.constants.iter();
        let mut answer = SheetImported {
            file: self.file.clone(),
            sheet: grid.name.clone(),
            kind: self.kind.id.clone(),
            preview,
            heads: heads.collect(),
            constants: constants.map(|(f, v)| (f.clone(), v.clone())).collect(),
            rows,
            skipped: skipped.collect(),
            ..SheetImported::default()
        };
        answer.count();
        answer
    }
}

/// `名单.refused.xlsx` beside `名单.xlsx`; a text file gets a text file.
fn beside(file: &Path, sort: Sort) -> PathBuf {
    let mut name = OsString::from(file.with_extension(""));
    name.push(if sort == Sort::Csv {
        ".refused.csv"
    } else {
        ".refused.xlsx"
    });
    name.into()
}

/// Writes the rows that go back under the heads they stood under; a list of an earlier run does not outlive one in which
/// every row came in.
fn give_back(
    out: &Path,
    grid: &Grid,
    layout: &Layout,
    answer: &SheetImported,
    words: &Words<'_>,
) -> Result<Option<String>, Failure> {
    let unwritable = |error: std::io::Error| {
        Failure::surroundings(format!("cannot write {}: {error}", out.display()))
            .hint("name another place with --refused, and import again: nothing is done twice")
    };
    if !answer.has_returned() {
        if out.is_file() {
            fs::remove_file(out).map_err(unwritable)?;
        }
        return Ok(None);
    }
    let ours: BTreeSet<usize> = layout
        .heads
        .iter()
        .filter(|head| is_ours(head))
        .map(|head| head.column)
        .collect();
    let kept = |row: &GridRow| -> Vec<Entry> {
        let cells = row.cells.iter().enumerate();
        cells
            .filter(|(column, _)| !ours.contains(column))
            .map(|(_, cell)| cell.clone())
            .collect()
    };
    let head_rows = &grid.rows[layout.head_rows.clone()];
    let (first, last) = (head_rows[0].line, head_rows[head_rows.len() - 1].line);
    let merges = grid.merges.iter().filter(|m| {
        first <= m.top
            && m.bottom <= last
            && !(m.left..=m.right).any(|c| ours.contains(&(c as usize)))
    });
    let moved = |column: u32| {
        let before = ours.range(..column as usize).count();
        u16::try_from(column as usize - before).unwrap_or(u16::MAX)
    };
    let by_line: HashMap<u32, &GridRow> = grid.rows.iter().map(|row| (row.line, row)).collect();
    let back = answer.rows.iter().filter(|row| row.state.goes_back());
    let returned = Returned {
        name: if grid.name.is_empty() {
            words.kind(&answer.kind)
        } else {
            grid.name.clone()
        },
        heads: head_rows.iter().map(kept).collect(),
        merges: merges
            .map(|m| {
                (
                    m.top - first,
                    moved(m.left),
                    m.bottom - first,
                    moved(m.right),
                )
            })
            .collect(),
        rows: back
            .map(|row| ReturnedRow {
                cells: by_line
                    .get(&row.line)
                    .map(|cells| kept(cells))
                    .unwrap_or_default(),
                reason: row.reason(words),
                line: row.line,
            })
            .collect(),
        own_heads: [REASON.to_owned(), LINE.to_owned()],
    };
    let is_text = out
        .extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("csv"));
    let bytes = if is_text {
        returned.csv()
    } else {
        returned.xlsx()
    };
    shell::write(out, &bytes.map_err(Failure::input)?)?;
    Ok(Some(out.display().to_string()))
}
