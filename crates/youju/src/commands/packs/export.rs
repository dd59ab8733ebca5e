//! `youju packs export`: the built-in packs as files, to build on.

use crate::failure::Failure;
use crate::packs::files;
use crate::shell;
use std::collections::BTreeSet;
use std::path::Path;
use youju_declare::{Packs, near};
use youju_render::health::PacksWritten;

/// Writes built-in packs into `folder`: those named with all that they use, or every one.
///
/// - Output: the packs that were written, and those that they use and that stood there already.
/// - Errors: a pack that is not built in; one that was asked for and stands there already (nothing is written then).
pub fn export(folder: &Path, named: &[String]) -> Result<PacksWritten, Failure> {
    let files = files(None)?;
    let packs = youju_declare::read(&files).map_err(|faults| Failure::packs(&faults))?;
    let known = || packs.packs.iter().map(|p| p.id.as_str());
    for id in named {
        if packs.pack(id).is_none() {
            let hint = near(id, known()).unwrap_or_else(|| "`youju packs list`".into());
            return Err(Failure::input(format!("no pack \"{id}\" is built in")).hint(hint));
        }
    }
    let asked: Vec<&str> = match named {
        [] => known().collect(),
        named => named.iter().map(String::as_str).collect(),
    };
    let there = |id: &&str| folder.join(id).exists();
    if let Some(id) = asked.iter().find(|id| there(id)) {
        let path = folder.join(id);
        return Err(
            Failure::input(format!("{} is there already", path.display()))
                .hint("nothing was written: name another folder, or only the packs that it lacks"),
        );
    }
    let needed = with_used(&packs, &asked);
    let (kept, written): (Vec<&str>, Vec<&str>) = known()
        .filter(|id| needed.contains(id))
        .partition(|id| there(id));
    for id in &written {
        for (path, bytes) in files.of_pack(id) {
            let path = folder.join(path);
            shell::make_folder(path.parent().unwrap_or(folder))?;
            shell::write(&path, bytes)?;
        }
    }
    let all = |ids: Vec<&str>| ids.into_iter().map(str::to_owned).collect();
    Ok(PacksWritten {
        folder: folder.display().to_string(),
        packs: all(written),
        kept: all(kept),
    })
}

/// The packs themselves and, through all steps, those that they use.
fn with_used<'a>(packs: &'a Packs, asked: &[&'a str]) -> BTreeSet<&'a str> {
    let mut all: BTreeSet<&str> = BTreeSet::new();
    let mut left = asked.to_vec();
    while let Some(id) = left.pop() {
        if all.insert(id) {
            let uses = packs.pack(id).map(|p| p.uses.as_slice());
            left.extend(uses.unwrap_or_default().iter().map(String::as_str));
        }
    }
    all
}
