//! `youju packs`: what packs there are, whether they are sound, whether their cases come out as told, and their update.

use crate::failure::Failure;
use crate::packs::{files, load_with_cases};
use crate::shell::{End, Shell};
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};
use youju_declare::Packs;
use youju_ledger::cases::Player;
use youju_ledger::ledger::Ledger;
use youju_render::health::{Found, PackReport};
use youju_render::kinds::PackList;
use youju_render::update::Update;

mod export;

/// List, check, test, write out or update packs
#[derive(Debug, Args)]
pub struct PacksArgs {
    /// The packs of this folder instead of those built in; it holds every pack that its packs use, core too
    #[arg(long, value_name = "FOLDER", global = true)]
    packs: Option<PathBuf>,
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// List the packs with what they hold
    List,
    /// Check every file; all faults at once, with file and line
    Check,
    /// Play every case, and change every rule in small ways that some case must notice
    Test {
        /// Only this pack
        pack: Option<String>,
    },
    /// Write built-in packs out as files, to read or to build on
    Export {
        /// The folder for the packs' folders
        folder: PathBuf,
        /// Only these packs, with those that they use
        #[arg(value_name = "PACK")]
        named: Vec<String>,
    },
    /// Put the packs in force in a ledger: shows what changes and which figures; with --yes it is done
    Update {
        /// The ledger's folder
        dir: PathBuf,
        /// Update, after looking at what changes
        #[arg(long)]
        yes: bool,
    },
}

pub fn packs(args: &PacksArgs, shell: &Shell) -> Result<End, Failure> {
    let folder = args.packs.as_deref();
    match &args.what {
        What::List => {
            let packs = load_with_cases(folder)?;
            let words = shell.words(&packs);
            shell.show(&PackList::new(&words), &words)?;
            Ok(End::Done)
        }
        What::Check => {
            let packs =
                youju_declare::load(&files(folder)?).map_err(|faults| Failure::packs(&faults))?;
            let report = PackReport {
                ok: true,
                packs: packs.packs.len(),
                cases: None,
                failures: Vec::new(),
            };
            shell.show(&report, &shell.words(&packs))?;
            Ok(End::Done)
        }
        What::Export { folder, named } => {
            let written = export::export(folder, named)?;
            shell.show(&written, &shell.words(&Packs::default()))?;
            Ok(End::Done)
        }
        What::Update { dir, yes } => update(dir, folder, *yes, shell),
        What::Test { pack } => test(load_with_cases(folder)?, pack.as_deref(), shell),
    }
}

fn update(dir: &Path, folder: Option<&Path>, yes: bool, shell: &Shell) -> Result<End, Failure> {
    let mut ledger = Ledger::open(dir)?;
    let files = files(folder)?;
    let old = ledger.packs().clone();
    let found = ledger.update_packs(&files, yes, &shell.moment)?;
    let new = youju_declare::read(&files).map_err(|faults| Failure::packs(&faults))?;
    let update = Update::new(&found, ledger.is_synthetic());
    shell.show(&update.shown(&old), &shell.words(&new))?;
    Ok(match found.losses.is_empty() {
        true => End::Done,
        false => End::Finding,
    })
}

fn test(packs: Packs, only: Option<&str>, shell: &Shell) -> Result<End, Failure> {
    let chosen: Vec<&str> = packs
        .packs
        .iter()
        .map(|pack| pack.id.as_str())
        .filter(|id| only.is_none_or(|only| only == *id))
        .collect();
    if let (Some(only), true) = (only, chosen.is_empty()) {
        return Err(
            Failure::input(format!("there is no pack \"{only}\"")).hint("`youju packs list`")
        );
    }
    let folder = tempfile::tempdir().map_err(|error| {
        Failure::surroundings(format!("cannot make a temporary folder: {error}"))
    })?;
    let player = Player::new(packs.clone(), folder.path())?;
    let tested = player.test(&chosen);
    let failed = tested.failed.into_iter().map(|(case, what)| {
        let place = format!("{}:{}", case.file, case.line);
        found(place, case.name.clone(), what)
    });
    let unnoticed = tested.unnoticed.into_iter().map(|unnoticed| {
        let what = format!("no case notices: {}", unnoticed.change);
        found(unnoticed.rule, String::new(), what)
    });
    let untold = tested.untold.into_iter();
    let untold = untold.map(|untold| found(untold.of, String::new(), untold.what.to_string()));
    let failures: Vec<Found> = failed.chain(unnoticed).chain(untold).collect();
    let report = PackReport {
        ok: failures.is_empty(),
        packs: chosen.len(),
        cases: Some(tested.cases),
        failures,
    };
    shell.show(&report, &shell.words(&packs))?;
    Ok(if report.ok { End::Done } else { End::Finding })
}

fn found(table: String, row: String, what: String) -> Found {
    Found {
        table,
        row,
        column: None,
        what,
    }
}
