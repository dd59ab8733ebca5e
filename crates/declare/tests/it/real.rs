//! The packs of this repository.

use std::path::Path;
use youju_declare::{Files, load};

#[test]
fn the_packs_of_the_repository_have_no_fault() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs");
    let files = Files::from_dir(&root).expect("packs/ is readable");
    if let Err(faults) = load(&files) {
        let all: Vec<String> = faults.iter().map(ToString::to_string).collect();
        panic!("{} faults\n{}", all.len(), all.join("\n"));
    }
}
