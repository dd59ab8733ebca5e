//! Standing rules added up in one pass refuse the same changes, with the same rows, as when they are asked day by day.

use crate::histories::{Dice, step};
use crate::office::{InMemory, core_of, files};
use serde_json::{Value as Json, json};
use youju_declare::bind;
use youju_journal::entropy::Entropy;
use youju_journal::keys::Keys;
use youju_ledger::core::Core;
use youju_ledger::outcome::{Outcome, Refused};

/// The same packs with the days of rules compared the other way round: no balance is recognised, the meaning is the same.
fn asked_day_by_day() -> Core {
    let mut files = files();
    let rules: Vec<(String, String)> = files
        .iter()
        .filter(|(path, _)| path.contains("/rules/") && path.ends_with(".sql"))
        .map(|(path, bytes)| (path.to_owned(), String::from_utf8_lossy(bytes).into_owned()))
        .collect();
    for (path, text) in rules {
        if !text.contains("as_at") {
            continue;
        }
        let turned: Vec<String> = text
            .split(' ')
            .map(|word| match word.strip_suffix(".since") {
                Some(x) => format!("{x}.until is distinct from '' and {x}.since"),
                None => word.to_owned(),
            })
            .collect();
        files.insert(path, turned.join(" "));
    }
    core_of(&files)
}

fn balances(core: &Core) -> Vec<&str> {
    core.standing_rules()
        .filter(|(rule, _)| bind::rule(&core.packs, rule).is_some_and(|b| b.balance.is_some()))
        .map(|(rule, _)| rule.id.as_str())
        .collect()
}

/// Makes a quota or placement one of leading posts.
fn lead(body: &mut Json) {
    let (kind, day, leading) = match body["kind"].as_str() {
        Some("establishment.quota") => {
            ("establishment.leading_quota", "approved_on", "approved_on")
        }
        Some("establishment.placement") => {
            ("establishment.leading_post", "entered_on", "appointed_on")
        }
        _ => return,
    };
    let day = body[day].take();
    body["kind"] = json!(kind);
    body["level"] = json!("deputy");
    body[leading] = day;
    let fields = body.as_object_mut().expect("an object");
    fields.retain(|name, value| name != "category" && !value.is_null());
}

#[test]
fn one_pass_refuses_what_every_day_refuses() {
    let (quick, slow) = (crate::office::core(), asked_day_by_day());
    assert_eq!(
        balances(&quick),
        [
            "establishment.no_entry_when_full",
            "establishment.no_leader_above_quota",
            "establishment.no_pool_entry_when_full",
            "members.at_most_two_contacts"
        ]
    );
    assert_eq!(balances(&slow), Vec::<&str>::new());

    let histories = if std::env::var_os("YOUJU_BIN").is_some() {
        1_000
    } else {
        40
    };
    let folder = tempfile::tempdir().expect("a folder");
    let keys =
        Keys::create(folder.path(), "test.example/balance", Entropy::seeded(5)).expect("keys");
    let (mut refused, mut rows) = (0, 0_usize);
    for seed in 0..histories {
        let mut dice = Dice(1_000_000 + seed);
        let mut both = [
            InMemory::new(&quick, &keys, 6),
            InMemory::new(&slow, &keys, 6),
        ];
        let (mut records, mut ends) = (Vec::new(), Vec::new());
        for i in 0..30 {
            let mut body = step(&mut dice, i, &records, &ends);
            // Leaders beside staff, so that more than one rule is at work.
            if dice.roll(3) == 0 && i % 2 == 0 {
                lead(&mut body);
            }
            let [one_pass, every_day] = both.each_mut().map(|m| m.send(body.clone()));
            match (one_pass, every_day) {
                (Ok(one_pass), Ok(every_day)) => {
                    assert_eq!(one_pass, every_day, "history {seed}, step {i}: {body}");
                    match one_pass {
                        Outcome::Accepted(a) if body.get("kind").is_some() => {
                            records.push(a.id.to_string());
                        }
                        Outcome::Accepted(a) if body.get("ends").is_some() => {
                            ends.push(a.id.to_string());
                        }
                        Outcome::Accepted(_) => {}
                        Outcome::Refused(Refused { violations, .. }) => {
                            refused += 1;
                            rows += violations.iter().map(|v| v.returned.len()).sum::<usize>();
                        }
                    }
                }
                (Err(_), Err(_)) => {}
                (one_pass, every_day) => {
                    panic!("history {seed}, step {i}: {body}: {one_pass:?}, {every_day:?}")
                }
            }
        }
    }
    assert!(
        refused > 2 * histories && rows > 0,
        "{refused} refusals with {rows} rows prove little"
    );
}
