//! `youju check`: every figure claim of a text against the others and against the ledger (核数).

use crate::failure::Failure;
use crate::input;
use crate::packs;
use crate::shell::{End, Shell};
use clap::Args;
use jiff::civil::Date;
use std::path::{Path, PathBuf};
use youju_base::date::parse_day;
use youju_declare::Packs;
use youju_ledger::ledger::Ledger;
use youju_proofread::Options;
use youju_proofread::alias::Aliases;
use youju_proofread::kept::Kept;
use youju_render::check::Check;

/// Check every figure of a Chinese text against the others, and against a ledger if one is given
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// The text, in UTF-8 or GB18030; - is standard input
    file: PathBuf,
    /// The ledger whose rows are asked
    #[arg(long, value_name = "DIR")]
    ledger: Option<PathBuf>,
    /// The day on which the text appeared (never assumed to be today)
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    published_on: Option<Date>,
    /// Names in the text and the units they mean
    #[arg(long, value_name = "FILE")]
    alias: Option<PathBuf>,
    /// Largest text that is read
    #[arg(long, value_name = "SIZE", value_parser = input::parse_size, default_value = "16MiB")]
    max_bytes: u64,
}

pub fn check(args: &CheckArgs, shell: &Shell) -> Result<End, Failure> {
    let text = input::text(&args.file, args.max_bytes)?;
    let aliases = match &args.alias {
        None => Aliases::default(),
        Some(path) => {
            let named = Aliases::parse(&input::text(path, input::SMALL)?);
            named.map_err(|e| Failure::input(format!("{}: {e}", path.display())))?
        }
    };
    let options = Options {
        published_on: args.published_on,
        aliases,
    };
    let name = input::name(&args.file);
    match &args.ledger {
        None => {
            let packs = packs::load(None)?;
            finish(
                shell,
                &packs,
                &Check::new(
                    &name,
                    &text,
                    None,
                    &youju_proofread::read(&text, &options),
                    &shell.words(&packs),
                ),
            )
        }
        Some(dir) => checked_against(dir, &name, &text, &options, shell),
    }
}

fn checked_against(
    dir: &Path,
    name: &str,
    text: &str,
    options: &Options,
    shell: &Shell,
) -> Result<End, Failure> {
    let ledger = Ledger::open(dir)?;
    let reading =
        youju_proofread::check(text, options, &Kept(&ledger)).map_err(Failure::surroundings)?;
    let shown = dir.display().to_string();
    let words = shell.words(ledger.packs());
    finish(
        shell,
        ledger.packs(),
        &Check::new(name, text, Some(&shown), &reading, &words),
    )
}

fn finish(shell: &Shell, packs: &Packs, check: &Check) -> Result<End, Failure> {
    shell.show(check, &shell.words(packs))?;
    Ok(if check.finds() {
        End::Finding
    } else if check.checks() {
        End::Done
    } else {
        End::Nothing
    })
}
