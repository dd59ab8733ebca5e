//! Every case of every pack is a named test, every rule's SQL is changed in small ways that some case must notice, and every
//! rule, indicator and cadence stands in cases that show it at work.

use libtest_mimic::{Arguments, Failed, Trial};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use youju_declare::{Files, Packs, load, untold};
use youju_ledger::cases::Player;

fn main() -> ExitCode {
    let args = Arguments::from_args();
    let packs = match read() {
        Ok(packs) => packs,
        Err(faults) => {
            eprintln!("{faults}");
            return ExitCode::FAILURE;
        }
    };
    let keys = tempfile::tempdir().expect("a temporary folder");
    let player = Arc::new(Player::new(packs, keys.path()).expect("keys for the cases"));
    let mut trials = Vec::new();
    for (i, case) in player.packs().cases().enumerate() {
        let mine = Arc::clone(&player);
        let name = format!("{}: {}", case.pack, case.name);
        trials.push(Trial::test(name, move || {
            let case = mine
                .packs()
                .cases()
                .nth(i)
                .expect("the case that names this test");
            mine.play(case)
                .map_err(|what| Failed::from(format!("{}:{}: {what}", case.file, case.line)))
        }));
    }
    for (i, rule) in player.packs().rules().enumerate() {
        if rule.sql.is_none() {
            continue;
        }
        let mine = Arc::clone(&player);
        let name = format!(
            "{}: some case notices every change of {}",
            rule.pack, rule.stem
        );
        trials.push(Trial::test(name, move || {
            let rule = mine
                .packs()
                .rules()
                .nth(i)
                .expect("the rule that names this test");
            let unnoticed = mine.unnoticed_of(rule);
            if unnoticed.is_empty() {
                return Ok(());
            }
            let list: Vec<String> = unnoticed.into_iter().map(|u| u.change).collect();
            Err(Failed::from(format!(
                "no case notices: {}",
                list.join("; ")
            )))
        }));
    }
    for (i, pack) in player.packs().packs.iter().enumerate() {
        let mine = Arc::clone(&player);
        let name = format!("{}: cases show everything at work", pack.id);
        trials.push(Trial::test(name, move || {
            let packs = mine.packs();
            let untold = untold(packs, &packs.packs[i]);
            let list: Vec<String> = untold
                .iter()
                .map(|u| format!("{}: {}", u.of, u.what))
                .collect();
            match list.is_empty() {
                true => Ok(()),
                false => Err(Failed::from(list.join("\n"))),
            }
        }));
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
