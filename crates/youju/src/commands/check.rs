//! `youju check`: every figure of a text against itself and a ledger.

mod take;

use crate::failure::Failure;
use crate::input;
use crate::shell::{End, Shell};
use clap::Args;
use jiff::civil::Date;
use std::path::{Path, PathBuf};
use youju_base::date::parse_day;
use youju_declare::Packs;
use youju_ledger::ledger::Ledger;
use youju_proofread::alias::Aliases;
use youju_proofread::book::Book;
use youju_proofread::kept::Kept;
use youju_proofread::{Options, articles as put_together, check as compare, read as reading};
use youju_render::Words;
use youju_render::check::taken::CheckTaken;
use youju_render::check::{Check, Findings};
use youju_render::docx::read;
use youju_render::page::Page;
use youju_render::report::bound::{BoundFigures, Checked};

/// Check every figure of a text: its arithmetic, and with --ledger what the records say to it
///
/// `--format html --out page.html` makes a page to hand to the author. `--bind 走访=visits.made` says which indicator
/// words mean; `--keep 年度总结` takes the text's figures over into the register of published ones, against which later
/// texts are checked too. Both are shown first and kept with --yes.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct CheckArgs {
    /// The text, in UTF-8 or GB18030, or a docx; - is standard input
    file: PathBuf,
    /// Compare the figures with this ledger
    #[arg(long, value_name = "DIR")]
    ledger: Option<PathBuf>,
    /// The day of publication, to which 目前 and 今年 are relative
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    published_on: Option<Date>,
    /// A TOML file that says which names of the text are which units: [alias] "全办" = "office"
    #[arg(long, value_name = "FILE")]
    alias: Option<PathBuf>,
    /// The words mean this indicator; may be repeated
    #[arg(long, value_name = "WORDS=INDICATOR", requires = "ledger")]
    bind: Vec<String>,
    /// Take the figures over into the register of published figures, under this title of the document
    #[arg(long, value_name = "TITLE", requires = "ledger")]
    keep: Option<String>,
    /// Keep what --bind and --keep show, after looking at it
    #[arg(long, requires = "ledger")]
    yes: bool,
    /// Print the articles of a page whose columns are out of order, put together again; checks nothing
    #[arg(long)]
    articles: bool,
    /// Largest text that is read
    #[arg(long, value_name = "SIZE", value_parser = input::parse_size, default_value = "16MiB")]
    max_bytes: u64,
}

pub fn check(args: &CheckArgs, shell: &Shell) -> Result<End, Failure> {
    let bytes = input::bytes(&args.file, args.max_bytes)?;
    let name = input::name(&args.file);
    let docx = read::is_docx(&bytes).then(|| read::docx(&bytes));
    let docx = docx
        .transpose()
        .map_err(|error| Failure::input(format!("{name}: {error}")))?;
    let text = match &docx {
        Some(docx) => docx.text.clone(),
        None => youju_proofread::decode(&bytes)
            .map_err(|error| Failure::input(format!("{name}: {error}")))?,
    };
    let options = options(args)?;
    if args.articles {
        return articles(args, &text, &options, shell);
    }
    match &args.ledger {
        None => {
            let packs = Packs::default();
            let words = shell.words(&packs);
            let check = Check::new(&name, &text, None, &reading(&text, &options), &words);
            end(
                check,
                docx.as_ref().map(BoundFigures::unasked),
                shell,
                &words,
            )
        }
        Some(dir) => {
            let ledger = Ledger::open(dir)?;
            let options = Options {
                meanings: take::meanings(&args.bind, &ledger)?,
                ..options
            };
            let reading =
                compare(&text, &options, &Kept(&ledger)).map_err(Failure::surroundings)?;
            let units = shell.unit_names(&ledger)?;
            let words = shell.words(ledger.packs()).with_units(&units);
            let folder = dir.display().to_string();
            let check = Check::new(&name, &text, Some(&folder), &reading, &words);
            // A docx is checked as any other text, and each figure that is bound in it against what it was bound to.
            let bound = docx
                .as_ref()
                .map(|docx| BoundFigures::compared(docx, &ledger, &words));
            let bound = bound.transpose()?;
            if args.bind.is_empty() && args.keep.is_none() {
                return end(check, bound, shell, &words);
            }
            let source = args.keep.as_deref();
            let mut taken = take::gather(&reading, &options.meanings, source, &ledger)?;
            if args.yes {
                take::keep(&mut taken, source, &reading, &ledger, shell)?;
            }
            end(CheckTaken { check, taken }, bound, shell, &words)
        }
    }
}

/// Prints the articles in reading order, each with the units that it is about.
fn articles(
    args: &CheckArgs,
    text: &str,
    options: &Options,
    shell: &Shell,
) -> Result<End, Failure> {
    match &args.ledger {
        None => {
            let page = Page::new(put_together(text, options, &[]));
            shell.show(&page, &shell.words(&Packs::default()))?;
        }
        Some(dir) => {
            let ledger = Ledger::open(dir)?;
            let named = Kept(&ledger).units().map_err(Failure::surroundings)?;
            let page = Page::new(put_together(text, options, &named));
            let units = shell.unit_names(&ledger)?;
            shell.show(&page, &shell.words(ledger.packs()).with_units(&units))?;
        }
    }
    Ok(End::Done)
}

fn end(
    check: impl Findings,
    bound: Option<BoundFigures>,
    shell: &Shell,
    words: &Words<'_>,
) -> Result<End, Failure> {
    match bound {
        Some(bound) => shown(&Checked { check, bound }, shell, words),
        None => shown(&check, shell, words),
    }
}

fn shown(check: &impl Findings, shell: &Shell, words: &Words<'_>) -> Result<End, Failure> {
    shell.show(check, words)?;
    Ok(if check.finds() {
        End::Finding
    } else if check.checks() {
        End::Done
    } else {
        End::Nothing
    })
}

fn options(args: &CheckArgs) -> Result<Options, Failure> {
    let aliases = args.alias.as_deref().map(aliases).transpose()?;
    Ok(Options {
        published_on: args.published_on,
        aliases: aliases.unwrap_or_default(),
        meanings: Vec::new(),
    })
}

fn aliases(path: &Path) -> Result<Aliases, Failure> {
    let text = input::text(path, input::SMALL)?;
    Aliases::parse(&text).map_err(|error| Failure::input(format!("{}: {error}", path.display())))
}
