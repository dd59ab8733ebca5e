//! `youju kinds`: what may be recorded.

use crate::failure::Failure;
use crate::packs;
use crate::shell::{self, End, Shell};
use clap::Args;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::path::PathBuf;
use youju_declare::{Kind, Packs, near};
use youju_ledger::ledger::Ledger;
use youju_render::kinds::{Example, Kinds, Off, OneKind};
use youju_render::sheet::{TemplateMade, template};

/// List what may be recorded, or show one kind with its fields, rules and an example
#[derive(Debug, Args)]
pub struct KindsArgs {
    /// The kind, such as members.application
    kind: Option<String>,
    /// Only a whole record of the kind, ready to be changed and sent
    #[arg(long, requires = "kind")]
    example: bool,
    /// Write a blank sheet of the kind for people to fill in: heads, drop-downs, notes, two examples
    #[arg(
        long,
        requires = "kind",
        conflicts_with = "example",
        value_name = "FILE.xlsx"
    )]
    template: Option<PathBuf>,
    /// The kinds of this ledger instead of those built in
    #[arg(long, value_name = "DIR", conflicts_with = "packs")]
    dir: Option<PathBuf>,
    /// The kinds of the packs in this folder
    #[arg(long, value_name = "FOLDER")]
    packs: Option<PathBuf>,
}

pub fn kinds(args: &KindsArgs, shell: &Shell) -> Result<End, Failure> {
    match &args.dir {
        Some(dir) => {
            let ledger = Ledger::open(dir)?;
            let off = abolished(&ledger, shell.moment.today)?;
            list(args, ledger.packs(), &unit_names(&ledger)?, &off, shell)
        }
        None => {
            let packs = packs::load(args.packs.as_deref())?;
            list(args, &packs, &[], &BTreeMap::new(), shell)
        }
    }
}

/// Where instruments are abolished on a day, by title.
fn abolished(ledger: &Ledger, day: Date) -> Result<BTreeMap<String, Vec<Off>>, Failure> {
    let all = ledger.abolished(day)?;
    let names = ledger.unit_names_on(day)?;
    let mut by_title: BTreeMap<String, Vec<Off>> = BTreeMap::new();
    for one in all {
        let name = names.get(&one.unit).map(|called| called.full.clone());
        by_title.entry(one.instrument).or_default().push(Off {
            unit_name: name.unwrap_or_else(|| one.unit.clone()),
            unit: one.unit,
            since: one.since,
        });
    }
    Ok(by_title)
}

/// The names of units for a drop-down; with the code behind where two units share one.
fn unit_names(ledger: &Ledger) -> Result<Vec<String>, Failure> {
    let units = ledger.unit_names()?;
    let shared = |name: &String| {
        units
            .iter()
            .filter(|unit| unit.names.contains(name))
            .count()
            > 1
    };
    let named = units.iter().filter_map(|unit| {
        let name = unit.names.first()?;
        Some(match shared(name) {
            true => format!("{name} {}", unit.code),
            false => name.clone(),
        })
    });
    Ok(named.collect())
}

/// Refuses a kind that needs a list: a flat sheet has no place for it.
///
/// - Errors: the kind, its list and the way out.
pub fn fits_a_sheet(kind: &Kind) -> Result<(), Failure> {
    match kind.children().find(|field| field.required) {
        None => Ok(()),
        Some(field) => Err(Failure::input(format!(
            "{} needs the list {}, which a sheet cannot hold",
            kind.id, field.name
        ))
        .hint(format!(
            "record it with `youju record`; `youju kinds {} --example` shows a whole record",
            kind.id
        ))),
    }
}

fn list(
    args: &KindsArgs,
    packs: &Packs,
    units: &[String],
    off: &BTreeMap<String, Vec<Off>>,
    shell: &Shell,
) -> Result<End, Failure> {
    let words = shell.words(packs);
    let Some(id) = &args.kind else {
        shell.show(&Kinds::new(&words), &words)?;
        return Ok(End::Done);
    };
    let Some(kind) = packs.kind(id) else {
        let built_in = args.dir.is_none() && args.packs.is_none();
        let near = near(id, packs.kinds().map(|k| k.id.as_str()));
        let near = near.unwrap_or_else(|| match built_in {
            true => "`youju kinds` lists those built in".into(),
            false => "leave the kind out to see them all".into(),
        });
        // The kind that is looked for may be one of a ledger with packs of its own.
        let hint = match built_in {
            true => format!("{near}; of a ledger: --dir DIR; of a folder: --packs FOLDER"),
            false => near,
        };
        return Err(Failure::input(format!("there is no kind \"{id}\"")).hint(hint));
    };
    if let Some(path) = &args.template {
        fits_a_sheet(kind)?;
        shell::write(
            path,
            &template(kind, units, &words).map_err(Failure::input)?,
        )?;
        let made = TemplateMade {
            path: path.display().to_string(),
            kind: kind.id.clone(),
        };
        shell.show(&made, &words)?;
    } else if args.example {
        shell.show(&Example::new(kind, packs), &words)?;
    } else {
        let off = |title: &str| off.get(title).cloned().unwrap_or_default();
        shell.show(&OneKind::new(kind, &words, off), &words)?;
    }
    Ok(End::Done)
}
