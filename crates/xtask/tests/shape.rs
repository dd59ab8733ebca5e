//! The shape of the workspace: crates depend only on crates that sort before them, and the documents name what exists.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Crate folder → the workspace crates its Cargo.toml names.
fn crates() -> BTreeMap<String, Vec<String>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(root().join("crates")).expect("crates/ exists") {
        let dir = entry.expect("a readable folder").path();
        let name = dir
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let manifest = fs::read_to_string(dir.join("Cargo.toml")).expect("a Cargo.toml");
        let uses = manifest
            .lines()
            .filter_map(|line| line.strip_prefix("youju-"))
            .map(|rest| {
                rest.split(['.', ' ', '='])
                    .next()
                    .unwrap_or_default()
                    .to_owned()
            })
            .collect();
        found.insert(name, uses);
    }
    found
}

#[test]
fn a_crate_depends_only_on_crates_that_sort_before_it() {
    let crates = crates();
    assert!(crates.len() >= 9, "found only {:?}", crates.keys());
    for (name, uses) in &crates {
        for used in uses {
            assert!(
                crates.contains_key(used),
                "{name} names {used}, which is no crate here"
            );
            assert!(
                used < name,
                "{name} may not depend on {used}: it sorts after"
            );
        }
    }
}

#[test]
fn only_the_named_crates_touch_the_outside() {
    let homes = [
        ("rusqlite", "db"),
        ("clap", "youju"),
        ("ed25519-dalek", "journal"),
        ("sqlparser", "declare"),
    ];
    for (library, home) in homes {
        for name in crates().keys() {
            let manifest = fs::read_to_string(root().join("crates").join(name).join("Cargo.toml"))
                .expect("a Cargo.toml");
            let named = manifest
                .lines()
                .any(|l| l.starts_with(library) && l[library.len()..].starts_with('.'));
            assert_eq!(
                named,
                name == home,
                "{library} belongs to crates/{home} alone; look at crates/{name}"
            );
        }
    }
}

#[test]
fn architecture_names_every_crate_and_pack_and_nothing_else() {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md exists");
    for name in crates().keys() {
        assert!(
            text.contains(&format!("`crates/{name}`")),
            "ARCHITECTURE.md does not name crates/{name}"
        );
    }
    for word in text.split('`').skip(1).step_by(2) {
        if word.starts_with("crates/")
            || word.starts_with("packs/")
            || word.starts_with("docs/")
            || word.starts_with("demo/")
        {
            assert!(
                root().join(word).exists(),
                "ARCHITECTURE.md names {word}, which does not exist"
            );
        }
    }
}
