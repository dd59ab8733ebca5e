//! The packs that the binary carries, or those of a folder.

use crate::failure::Failure;
use rust_embed::RustEmbed;
use std::path::Path;
use youju_declare::{Fault, Files, Packs};

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../../packs"]
struct Embedded;

/// Gives the files of the packs in `folder`, or those of the binary.
///
/// - Errors: a folder that cannot be read, or that holds no pack.
pub fn files(folder: Option<&Path>) -> Result<Files, Failure> {
    let Some(folder) = folder else {
        let embedded = Embedded::iter().filter_map(|path| {
            let file = Embedded::get(&path)?;
            Some((path.into_owned(), file.data.into_owned()))
        });
        return Ok(embedded.collect());
    };
    let files = Files::from_dir(folder).map_err(Failure::input)?;
    if files.packs().is_empty() {
        let message = format!("{} holds no pack", folder.display());
        return Err(Failure::input(message).hint("give the folder that holds the packs' folders"));
    }
    Ok(files)
}

/// Reads and checks packs.
///
/// - Output: those of the binary without their cases, which only [`load_with_cases`] reads.
/// - Errors: every fault in them.
pub fn load(folder: Option<&Path>) -> Result<Packs, Failure> {
    load_by(folder, youju_declare::read)
}

/// Reads and checks packs with their cases.
///
/// - Errors: every fault in them.
pub fn load_with_cases(folder: Option<&Path>) -> Result<Packs, Failure> {
    load_by(folder, youju_declare::read_with_cases)
}

/// Those of a folder are checked whole; those of the binary were, when it was built and tested.
fn load_by(
    folder: Option<&Path>,
    read: fn(&Files) -> Result<Packs, Vec<Fault>>,
) -> Result<Packs, Failure> {
    let read = folder.map_or(read, |_| youju_declare::load);
    read(&files(folder)?).map_err(|faults| Failure::packs(&faults))
}
