//! `youju doctor`: what deserves a look in a ledger that is sound.

use crate::failure::Failure;
use crate::input::unreadable;
use crate::shell::{End, Shell};
use clap::Args;
use std::fs;
use std::path::{Path, PathBuf};
use youju_ledger::ledger::Ledger;
use youju_render::health::{Health, Remark};

/// Look a ledger over: sizes, packs not reviewed, units that no figure counts, keys that others can read
#[derive(Debug, Args)]
pub struct DoctorArgs {
    /// The ledger's folder
    dir: PathBuf,
}

/// Live rows that one partition should not exceed: each record that touches it is judged by reading them.
const LARGE: u64 = 1000;

/// Units or instruments named in a remark.
const NAMED: usize = 5;

pub fn doctor(args: &DoctorArgs, shell: &Shell) -> Result<End, Failure> {
    let ledger = Ledger::open(&args.dir)?;
    let files = files(&args.dir)?;
    let health = Health {
        folder: args.dir.display().to_string(),
        synthetic: ledger.is_synthetic(),
        head: ledger.head()?,
        remarks: remarks(&ledger, &files)?,
        files: files
            .into_iter()
            .map(|file| (file.name, file.bytes))
            .collect(),
    };
    shell.show(&health, &shell.words(ledger.packs()))?;
    Ok(End::Done)
}

fn remarks(ledger: &Ledger, files: &[OnDisk]) -> Result<Vec<Remark>, Failure> {
    let remark = |code, about: &str, n: u64| Remark {
        code,
        about: about.to_owned(),
        n,
    };
    let mut found = Vec::new();
    for file in files
        .iter()
        .filter(|file| file.is_key && file.others_can_read)
    {
        found.push(remark("key_readable", &file.name, 1));
    }
    let packs = ledger.packs();
    for pack in packs.packs.iter().filter(|pack| pack.reviewed.is_none()) {
        found.push(remark("not_reviewed", &pack.id, 1));
    }
    let unplaced = ledger.unplaced_units()?;
    let unplaced: Vec<&str> = unplaced.iter().map(String::as_str).collect();
    let unregistered: Vec<&str> = ledger.unregistered_instruments()?.into_iter().collect();
    for (code, all) in [("unplaced_unit", unplaced), ("unregistered", unregistered)] {
        if !all.is_empty() {
            let more = if all.len() > NAMED { " …" } else { "" };
            let about = format!("{}{more}", all[..all.len().min(NAMED)].join(", "));
            found.push(remark(code, &about, all.len() as u64));
        }
    }
    for large in ledger.large_partitions(LARGE)? {
        let about = format!("{} {}", large.rowset, large.key.join(", "));
        found.push(remark("large_partition", &about, large.rows));
    }
    if !packs.missing_bo.is_empty() {
        found.push(remark("missing_bo", "", packs.missing_bo.len() as u64));
    }
    Ok(found)
}

/// A file in the ledger's folder.
struct OnDisk {
    name: String,
    bytes: u64,
    is_key: bool,
    others_can_read: bool,
}

fn files(dir: &Path) -> Result<Vec<OnDisk>, Failure> {
    let fail = |error: &std::io::Error| unreadable(dir, error);
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).map_err(|error| fail(&error))? {
        let entry = entry.map_err(|error| fail(&error))?;
        let about = entry.metadata().map_err(|error| fail(&error))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        found.push(OnDisk {
            is_key: name == "ledger.key",
            others_can_read: others_can_read(&about),
            bytes: about.len(),
            name,
        });
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}

#[cfg(unix)]
fn others_can_read(about: &fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    about.permissions().mode() & 0o077 != 0
}

#[cfg(not(unix))]
fn others_can_read(_: &fs::Metadata) -> bool {
    false
}
