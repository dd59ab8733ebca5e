//! Every case of every pack is a named test, and every rule's SQL is changed in small ways that some case must notice.

use libtest_mimic::{Arguments, Failed, Trial};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use youju_declare::{Files, Packs, load};
use youju_ledger::cases::Player;
use youju_ledger::core::Core;

fn main() -> ExitCode {
    let args = Arguments::from_args();
    let packs = match read() {
        Ok(packs) => Arc::new(packs),
        Err(faults) => {
            eprintln!("{faults}");
            return ExitCode::FAILURE;
        }
    };
    let core = Arc::new(Core::new((*packs).clone()));
    let keys = tempfile::tempdir().expect("a temporary folder");
    let player = Arc::new(Player::new(keys.path()).expect("keys for the cases"));
    let mut trials = Vec::new();
    for (i, case) in packs.cases().enumerate() {
        let (core, player, packs) = (Arc::clone(&core), Arc::clone(&player), Arc::clone(&packs));
        trials.push(Trial::test(
            format!("{}: {}", case.pack, case.name),
            move || {
                let case = packs.cases().nth(i).expect("the case that names this test");
                player
                    .play(&core, case)
                    .map_err(|what| Failed::from(format!("{}:{}: {what}", case.file, case.line)))
            },
        ));
    }
    for (i, rule) in packs
        .rules()
        .enumerate()
        .filter(|(_, rule)| rule.sql.is_some())
    {
        let (player, packs) = (Arc::clone(&player), Arc::clone(&packs));
        trials.push(Trial::test(
            format!(
                "{}: some case notices every change of {}",
                rule.pack, rule.stem
            ),
            move || {
                let rule = packs.rules().nth(i).expect("the rule that names this test");
                let unnoticed = player.unnoticed_of(&packs, rule);
                if unnoticed.is_empty() {
                    return Ok(());
                }
                let list: Vec<String> = unnoticed.into_iter().map(|u| u.change).collect();
                Err(Failed::from(format!(
                    "no case notices: {}",
                    list.join("; ")
                )))
            },
        ));
    }
    libtest_mimic::run(&args, trials).exit_code()
}

fn read() -> Result<Packs, String> {
    // Packs under construction can be played from another folder.
    let folder = std::env::var_os("YOUJU_PACKS").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs"),
        Into::into,
    );
    let files = Files::from_dir(&folder).map_err(|e| e.to_string())?;
    load(&files).map_err(|faults| {
        faults
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("\n")
    })
}
