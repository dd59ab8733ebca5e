//! `youju packs`: the packs of the binary or of a folder; `youju completions`.

use crate::failure::Failure;
use crate::packs;
use crate::shell::{End, Shell};
use clap::{Args, CommandFactory, Subcommand};
use clap_complete::{Shell as Completed, generate};
use std::path::PathBuf;
use youju_journal::verify::Finding;
use youju_ledger::cases::Player;
use youju_ledger::core::Core;
use youju_render::health::{Found, PackReport};
use youju_render::kinds::PackList;

/// List packs, check them whole, or play their cases
#[derive(Debug, Args)]
pub struct PacksArgs {
    #[command(subcommand)]
    what: What,
    /// The packs of this folder instead of those built in
    #[arg(long, value_name = "FOLDER", global = true)]
    packs: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum What {
    /// List the packs
    List,
    /// Check every file, name and statement
    Check,
    /// Play every case, and change every rule in small ways that some case must notice
    Test,
}

/// Print completions for a shell
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// bash, zsh, fish, …
    shell: Completed,
}

pub fn packs(args: &PacksArgs, shell: &Shell) -> Result<End, Failure> {
    let files = packs::files(args.packs.as_deref())?;
    let packs = match args.what {
        What::List => packs::load(args.packs.as_deref())?,
        _ => youju_declare::load(&files).map_err(|faults| Failure::packs(&faults))?,
    };
    let words = shell.words(&packs);
    let (cases, failures) = match args.what {
        What::List => {
            shell.show(&PackList::new(&words), &words)?;
            return Ok(End::Done);
        }
        What::Check => (None, Vec::new()),
        What::Test => {
            let failures = play(&packs)?;
            (Some(packs.cases().count()), failures)
        }
    };
    let ok = failures.is_empty();
    shell.show(
        &PackReport {
            ok,
            packs: packs.packs.len(),
            cases,
            failures,
        },
        &words,
    )?;
    Ok(if ok { End::Done } else { End::Finding })
}

fn play(packs: &youju_declare::Packs) -> Result<Vec<Found>, Failure> {
    let keys = tempfile::tempdir().map_err(Failure::surroundings)?;
    let player = Player::new(keys.path())?;
    let core = Core::new(packs.clone());
    let mut failures = Vec::new();
    for case in packs.cases() {
        if let Err(what) = player.play(&core, case) {
            let place = format!("{}:{}", case.file, case.line);
            failures.push(Found::new(&Finding::new(
                &case.pack,
                place,
                None,
                format!("{}: {what}", case.name),
            )));
        }
    }
    for pack in &packs.packs {
        for change in player.unnoticed(packs, &pack.id) {
            let what = format!("no case notices: {}", change.change);
            failures.push(Found::new(&Finding::new(&pack.id, change.rule, None, what)));
        }
    }
    Ok(failures)
}

pub fn completions(args: &CompletionsArgs) -> Result<End, Failure> {
    let mut text = Vec::new();
    generate(
        args.shell,
        &mut crate::cli::Cli::command(),
        "youju",
        &mut text,
    );
    crate::shell::print(String::from_utf8_lossy(&text).trim_end())?;
    Ok(End::Done)
}
