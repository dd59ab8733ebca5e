//! The player of cases itself: it finds what no case notices, and leaves nothing behind for the next case.

use crate::office::files;
use youju_declare::{Packs, untold};
use youju_ledger::cases::Player;

const RULE: &str = "establishment.loan_between_two";

fn packs() -> Packs {
    youju_declare::read_with_cases(&files()).expect("sound packs")
}

#[test]
fn a_rule_that_no_case_names_is_found_and_is_whole_again_afterwards() {
    let whole = packs();
    let mut poor = whole.clone();
    for pack in &mut poor.packs {
        let names = |rules: &[String]| rules.iter().any(|rule| rule == RULE);
        pack.cases.retain(|case| !names(&case.expect.warned_by));
    }
    let keys = tempfile::tempdir().expect("a temporary folder");
    let player = Player::new(poor, keys.path()).expect("keys for the cases");
    let rule = player.packs().rules().find(|rule| rule.id == RULE);
    let unnoticed = player.unnoticed_of(rule.expect("the rule"));
    assert!(
        unnoticed.iter().any(|u| u.change == "taken out"),
        "{unnoticed:?}"
    );
    // The same stage, with the rule in its place: what names the rule comes out as told.
    let naming: Vec<_> = whole
        .cases()
        .filter(|case| case.expect.warned_by.iter().any(|rule| rule == RULE))
        .collect();
    assert!(!naming.is_empty());
    for case in naming {
        assert_eq!(player.play(case), Ok(()), "{}", case.name);
        assert_eq!(player.play(case), Ok(()), "{} once more", case.name);
    }
}

#[test]
fn what_no_case_shows_is_listed() {
    let whole = packs();
    let pack = |packs: &Packs| packs.pack("establishment").expect("the pack").clone();
    assert_eq!(untold(&whole, &pack(&whole)), []);
    let mut poor = pack(&whole);
    poor.cases.retain(|case| case.expect.warned_by != [RULE]);
    for case in &mut poor.cases {
        case.expect
            .figures
            .retain(|f| f.indicator != "establishment.lent");
        let figures = case.expect.figures.iter_mut();
        for figure in figures.filter(|f| f.indicator == "establishment.filled") {
            figure.rows = None;
        }
        case.expect.obligations.retain(|o| o.outcome != "late");
    }
    let found: Vec<String> = untold(&whole, &poor)
        .iter()
        .map(|untold| format!("{}: {}", untold.of, untold.what))
        .collect();
    assert_eq!(
        found,
        [
            "establishment.loan_between_two: no case shows a record that it refuses or warns of",
            "establishment.filled: no case shows its rows",
            "establishment.lent: no case shows a value of it",
            "establishment.evaluation_every_year: no case shows it late",
            "establishment.return_of_loans: no case shows it late",
        ]
    );
}

#[test]
fn what_goes_wrong_is_told_in_the_order_of_the_packs_and_the_rest_still_comes_out() {
    let mut packs = packs();
    let pack = packs.packs.iter_mut().find(|pack| pack.id == "core");
    let pack = pack.expect("the core pack");
    pack.rules.clear();
    let judged = pack.cases.iter_mut().filter(|case| case.expect.accepted);
    let mut turned: Vec<String> = Vec::new();
    for case in judged {
        case.expect.accepted = false;
        case.expect.refused_by = vec!["core.nothing".into()];
        turned.push(case.name.clone());
    }
    let keys = tempfile::tempdir().expect("a temporary folder");
    let player = Player::new(packs, keys.path()).expect("keys for the cases");
    let tested = player.test(&["core"]);
    let failed: Vec<&str> = tested
        .failed
        .iter()
        .map(|(case, _)| case.name.as_str())
        .collect();
    assert!(!turned.is_empty() && tested.cases > turned.len());
    assert_eq!(failed, turned);
    assert!(tested.unnoticed.is_empty());
}
